import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { api, WireAnswer } from '@aegis/contract';
import { Link } from 'react-router';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { Page as Frame } from '../layout/page';
import { Empty, Load, Problem } from '../layout/states';
import { INBOX, MESSAGES } from '../data/message-keys';
import { capital } from '../words/capital';
import { moment } from '../words/time';
import classes from './messages.module.css';
import { words } from '../words/words';

type Message = WireAnswer<typeof api.notifications.list>['items'][number];

const POLL_MS = 30_000;

export function Page() {
  const refetchInterval = usePolling(POLL_MS);
  const inbox = useInfiniteQuery({
    queryKey: INBOX,
    queryFn: ({ pageParam }) =>
      client.notifications.list({ query: { ...(pageParam !== null && { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval,
    meta: { told: true },
  });
  const read = useRead();
  const hasUnread = inbox.data?.pages.some(({ items }) => items.some(({ readAt }) => readAt === null)) ?? false;
  return (
    <Frame
      title={words('account.inbox.title')}
      action={
        hasUnread && (
          <Button variant="default" loading={read.isPending} onClick={() => read.mutate({ all: true })}>
            {words('account.inbox.readAll')}
          </Button>
        )
      }
    >
      {read.error && <Problem error={read.error} />}
      <Load from={inbox} skeleton={<Skeleton h={240} role="progressbar" aria-label={words('account.inbox.loading')} />}>
        {({ pages }) => (
          <MessageList items={pages.flatMap(({ items }) => items)} onRead={(id) => read.mutate({ ids: [id] })} />
        )}
      </Load>
      {inbox.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
            {words('account.inbox.older')}
          </Button>
        </Group>
      )}
    </Frame>
  );
}

function useRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (which: { all: true } | { ids: string[] }) => client.notifications.read({ body: which }),
    onSuccess: () => queries.invalidateQueries({ queryKey: MESSAGES }),
  });
}

function MessageList({ items, onRead }: { items: Message[]; onRead: (id: string) => void }) {
  if (items.length === 0) return <Empty title={words('account.inbox.none')}>{words('account.inbox.noneWhy')}</Empty>;
  return (
    <Stack component="ul" gap={0} className={`panel ${classes['list']}`}>
      {items.map((message) => (
        <li key={message.id}>
          <Link to={message.link} className={classes['row']} onClick={() => onRead(message.id)} data-testid="message">
            <Group justify="space-between" align="baseline" gap="0 sm">
              <Text
                fw={message.readAt === null && message.isCurrent ? 700 : 400}
                c={message.isCurrent ? undefined : 'dimmed'}
              >
                {message.title}
              </Text>
              <Text size="xs" c="dimmed" className="figures" flex="none">
                {capital(moment(message.createdAt))}
              </Text>
            </Group>
            <Text size="sm" c="dimmed">
              {message.body}
            </Text>
          </Link>
        </li>
      ))}
    </Stack>
  );
}
