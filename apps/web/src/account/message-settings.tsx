import { Button, Checkbox, Group, Skeleton, Stack, Switch, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { api, DeliveryChannel, MessageCategory, WireAnswer } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import { deviceState, switchOff, switchOn } from '../data/push-device';
import { useServerConfig } from '../data/server-config';
import { INSTALL_FIRST } from '../layout/reach-me';
import { Load, Problem } from '../layout/states';
import { CATEGORY_WORDS, CHANNEL_WORDS } from './category-words';

type Preferences = WireAnswer<typeof api.notifications.preferences>;
type QuietHours = NonNullable<Preferences['quietHours']>;

const PREFERENCES = ['message-preferences'];

export function MessageSettings() {
  const preferences = useQuery({ queryKey: PREFERENCES, queryFn: () => client.notifications.preferences() });
  return (
    <section className="panel" aria-label="Messages">
      <Title order={2} size="h4" mb="sm">
        Messages
      </Title>
      <Stack gap="md">
        <ThisDevice />
        <Load
          from={preferences}
          skeleton={<Skeleton h={160} role="progressbar" aria-label="What you want to be told is being read" />}
        >
          {(found) => <Wishes preferences={found} />}
        </Load>
      </Stack>
    </section>
  );
}

const DEVICE_WORDS = {
  blocked: 'This browser is not allowed to show messages of Aegis. You can allow it in the settings of the browser.',
  install: INSTALL_FIRST,
  unable: 'This browser cannot show messages while Aegis is closed.',
};

function ThisDevice() {
  const { pushPublicKey } = useServerConfig();
  const [state, setState] = useState(() => deviceState(pushPublicKey));
  const change = useMutation({
    mutationFn: async (wanted: boolean) => {
      if (wanted) await switchOn(pushPublicKey ?? '');
      else await switchOff();
    },
    onSettled: () => setState(deviceState(pushPublicKey)),
  });
  return (
    <div>
      {state === 'on' || state === 'off' ? (
        <Switch
          checked={state === 'on'}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
          label="Show messages on this device"
          description="Also while Aegis is closed and the screen is locked"
        />
      ) : (
        <Text size="sm" c="dimmed">
          {DEVICE_WORDS[state]}
        </Text>
      )}
      {change.error && <Problem error={change.error} />}
    </div>
  );
}

function useSetPreferences() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<Pick<Preferences, 'categories' | 'quietHours'>>) =>
      client.notifications.setPreferences({ body }),
    onSuccess: (saved) => queries.setQueryData<Preferences>(PREFERENCES, (known) => known && { ...known, ...saved }),
  });
}

function Wishes({ preferences }: { preferences: Preferences }) {
  const set = useSetPreferences();
  const channels: DeliveryChannel[] = preferences.smsOffered ? ['push', 'email', 'sms'] : ['push', 'email'];
  return (
    <Stack gap="md">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            {channels.map((channel) => (
              <Table.Th key={channel}>{CHANNEL_WORDS[channel]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {categoriesOf(preferences).map(([category, wanted]) => (
            <Table.Tr key={category}>
              <Table.Td>
                {CATEGORY_WORDS[category].label}
                <Text size="xs" c="dimmed">
                  {CATEGORY_WORDS[category].description}
                </Text>
              </Table.Td>
              {channels.map((channel) => (
                <Table.Td key={channel}>
                  <Checkbox
                    aria-label={`${CATEGORY_WORDS[category].label}: ${CHANNEL_WORDS[channel]}`}
                    checked={wanted[channel]}
                    disabled={set.isPending}
                    onChange={({ currentTarget: { checked } }) =>
                      set.mutate({ categories: { [category]: { ...wanted, [channel]: checked } } })
                    }
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Quiet hours={preferences.quietHours} isBusy={set.isPending} onSet={(quietHours) => set.mutate({ quietHours })} />
      {set.error && <Problem error={set.error} />}
    </Stack>
  );
}

const categoriesOf = ({ categories }: Preferences): [MessageCategory, Record<DeliveryChannel, boolean>][] =>
  // `Object.entries` forgets which keys they are.
  Object.entries(categories) as [MessageCategory, Record<DeliveryChannel, boolean>][];

const MINUTES_PER_HOUR = 60;
const DEFAULT_HOURS = { fromMinute: 22 * MINUTES_PER_HOUR, untilMinute: 7 * MINUTES_PER_HOUR };

const clockOf = (minute: number): string =>
  [Math.floor(minute / MINUTES_PER_HOUR), minute % MINUTES_PER_HOUR]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * MINUTES_PER_HOUR + minutes;
}

interface QuietProps {
  hours: QuietHours | null;
  isBusy: boolean;
  onSet: (hours: QuietHours | null) => void;
}

function Quiet({ hours, isBusy, onSet }: QuietProps) {
  const [from, setFrom] = useState(() => clockOf((hours ?? DEFAULT_HOURS).fromMinute));
  const [until, setUntil] = useState(() => clockOf((hours ?? DEFAULT_HOURS).untilMinute));
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const set = (): void => onSet({ fromMinute: minuteOf(from), untilMinute: minuteOf(until), timeZone });
  return (
    <div>
      <Text fw={600}>Quiet hours</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {hours
          ? `From ${clockOf(hours.fromMinute)} to ${clockOf(hours.untilMinute)} (${hours.timeZone}) only what concerns a running or coming shift is sent.`
          : 'None: messages are sent at any time.'}
      </Text>
      <Group align="flex-end" gap="sm">
        <TextInput type="time" label="From" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="time" label="Until" value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        <Button variant="default" loading={isBusy} disabled={from === '' || until === ''} onClick={set}>
          Keep these hours quiet
        </Button>
        {hours && (
          <Button variant="default" loading={isBusy} onClick={() => onSet(null)}>
            No quiet hours
          </Button>
        )}
      </Group>
    </div>
  );
}
