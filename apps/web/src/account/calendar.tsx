import { Button, CopyButton, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { api, WireAnswer } from '@aegis/contract';
import { API_BASE_PATH } from '@aegis/contract/base-path';
import { useState } from 'react';
import { client } from '../data/client';
import { Load, Problem } from '../layout/states';
import { moment } from '../words/time';
import { words } from '../words/words';

type Feed = WireAnswer<typeof api.calendars.mine>['feed'];

const FEED = ['calendar-feed'];

const addressOf = (token: string): string => `${location.origin}${API_BASE_PATH}/calendars/${token}/aegis.ics`;

/** The secret address by which a calendar keeps up with the jobs of its person. It is shown once: nobody has it afterwards. */
export function Calendar() {
  const feed = useQuery({ queryKey: FEED, queryFn: () => client.calendars.mine() });
  return (
    <section className="panel" aria-label={words('account.calendar.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.calendar.section')}
      </Title>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words('account.calendar.what')}
        </Text>
        <Load
          from={feed}
          skeleton={<Skeleton h={44} role="progressbar" aria-label={words('account.calendar.loading')} />}
        >
          {(found) => <Choices feed={found.feed} />}
        </Load>
      </Stack>
    </section>
  );
}

function Choices({ feed }: { feed: Feed }) {
  const queries = useQueryClient();
  const [address, setAddress] = useState<string | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: FEED });
  const make = useMutation({
    mutationFn: () => client.calendars.make(),
    onSuccess: ({ token }) => setAddress(addressOf(token)),
    onSettled: again,
  });
  const end = useMutation({
    mutationFn: () => client.calendars.end(),
    onSuccess: () => setAddress(null),
    onSettled: again,
  });
  return (
    <>
      {feed && address !== null && <NewAddress address={address} />}
      {feed && (
        <Text size="sm" className="figures">
          {feedWords(feed)}
        </Text>
      )}
      <Group gap="xs">
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          {words(feed ? 'account.calendar.another' : 'account.calendar.make')}
        </Button>
        {feed && (
          <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
            {words('account.calendar.end')}
          </Button>
        )}
      </Group>
      {feed && (
        <Text size="sm" c="dimmed">
          {words('account.calendar.anotherHow')}
        </Text>
      )}
      {(make.error ?? end.error) && <Problem error={make.error ?? end.error} />}
    </>
  );
}

const feedWords = ({ madeAt, readAt }: NonNullable<Feed>): string =>
  readAt === null
    ? words('account.calendar.notRead', { when: moment(madeAt) })
    : words('account.calendar.read', { when: moment(madeAt), read: moment(readAt) });

function NewAddress({ address }: { address: string }) {
  return (
    <Stack gap="xs">
      <TextInput
        label={words('account.calendar.address')}
        description={words('account.calendar.secret')}
        readOnly
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <Group gap="xs">
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button onClick={copy}>{words(copied ? 'account.calendar.copied' : 'account.calendar.copy')}</Button>
          )}
        </CopyButton>
        {/* Calendars of phones and desks open such addresses by themselves. */}
        <Button component="a" href={address.replace(/^https?:/, 'webcal:')} variant="default">
          {words('account.calendar.subscribe')}
        </Button>
      </Group>
    </Stack>
  );
}
