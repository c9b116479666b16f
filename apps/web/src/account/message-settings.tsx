import { Button, Checkbox, Group, Skeleton, Stack, Switch, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { api, DeliveryChannel, MessageCategory, WireAnswer } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import { deviceState, switchOff, switchOn } from '../data/push-device';
import { useServerConfig } from '../data/server-config';
import { Load, Problem } from '../layout/states';
import { categoryMeaning, categoryWords, channelWords } from './category-words';
import { words } from '../words/words';

type Preferences = WireAnswer<typeof api.notifications.preferences>;
type QuietHours = NonNullable<Preferences['quietHours']>;

const PREFERENCES = ['message-preferences'];

export function MessageSettings() {
  const preferences = useQuery({ queryKey: PREFERENCES, queryFn: () => client.notifications.preferences() });
  return (
    <section className="panel" aria-label={words('account.settings.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.settings.section')}
      </Title>
      <Stack gap="md">
        <ThisDevice />
        <Load
          from={preferences}
          skeleton={<Skeleton h={160} role="progressbar" aria-label={words('account.settings.loading')} />}
        >
          {(found) => <Wishes preferences={found} />}
        </Load>
      </Stack>
    </section>
  );
}

/** Why this device shows no messages. */
const DEVICE_WORDS = {
  blocked: 'account.settings.blocked',
  install: 'layout.reach.install',
  unable: 'account.settings.unable',
} as const;

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
          label={words('account.settings.device')}
          description={words('account.settings.deviceAlso')}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {words(DEVICE_WORDS[state])}
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
            <Table.Th>{words('account.settings.what')}</Table.Th>
            {channels.map((channel) => (
              <Table.Th key={channel} style={{ whiteSpace: 'nowrap' }}>
                {channelWords(channel)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {categoriesOf(preferences).map(([category, wanted]) => (
            <Table.Tr key={category}>
              <Table.Td>
                {categoryWords(category)}
                <Text size="xs" c="dimmed">
                  {categoryMeaning(category)}
                </Text>
              </Table.Td>
              {channels.map((channel) => (
                <Table.Td key={channel}>
                  <Checkbox
                    aria-label={`${categoryWords(category)}: ${channelWords(channel)}`}
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
      <Text fw={600}>{words('account.settings.quiet')}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {hours
          ? words('account.settings.quietFromTo', {
              from: clockOf(hours.fromMinute),
              until: clockOf(hours.untilMinute),
              zone: hours.timeZone,
            })
          : words('account.settings.quietNone')}
      </Text>
      <Group align="flex-end" gap="sm">
        <TextInput
          type="time"
          label={words('account.settings.from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label={words('account.settings.until')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Button variant="default" loading={isBusy} disabled={from === '' || until === ''} onClick={set}>
          {words('account.settings.keepQuiet')}
        </Button>
        {hours && (
          <Button variant="default" loading={isBusy} onClick={() => onSet(null)}>
            {words('account.settings.noQuiet')}
          </Button>
        )}
      </Group>
    </div>
  );
}
