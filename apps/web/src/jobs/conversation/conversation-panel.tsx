import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useUser } from '../../data/session';
import { Load } from '../../layout/states';
import { moment, type Zone, zoneAt } from '../../words/time';
import type { Job } from '../job-queries';
import {
  type Conversation,
  type JobMessage,
  useConversation,
  useReadConversation,
  useSendWaiting,
  useWaiting,
} from './conversation-query';
import classes from './conversation.module.css';
import { WaitingMessages } from './waiting-list';
import { WriteMessage } from './write-message';
import { words } from '../../words/words';

/** What both parties of a job write to each other: live, and kept on the phone while there is no connection. */
export function ConversationPanel({ job, as }: { job: Job; as: 'customer' | 'guard' }) {
  const conversation = useConversation(job);
  useSendWaiting(useUser().id);
  // Nobody there to write to, and nothing written.
  if (conversation.data?.openUntil === null && conversation.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={words('jobs.talk.section')}>
      <Title order={2} size="h4" mb="sm">
        {words(as === 'customer' ? 'jobs.talk.withGuard' : 'jobs.talk.withCustomer')}
      </Title>
      <Load
        from={conversation}
        skeleton={<Skeleton h={96} role="progressbar" aria-label={words('jobs.talk.loading')} />}
      >
        {(found) => <Talk job={job} as={as} conversation={found} />}
      </Load>
    </section>
  );
}

function Talk({ job, as, conversation }: { job: Job; as: 'customer' | 'guard'; conversation: Conversation }) {
  const { id: userId } = useUser();
  const waiting = useWaiting(userId, job.id).data ?? [];
  useReadConversation(job.id, conversation.items);
  const zone = zoneAt(job.location);
  return (
    <Stack gap="sm">
      <Log items={conversation.items} zone={zone} />
      <WaitingMessages waiting={waiting} />
      {conversation.openUntil === null ? (
        <Text size="sm" c="dimmed">
          {words('jobs.talk.closed')}
        </Text>
      ) : (
        <WriteMessage job={job} as={as} userId={userId} />
      )}
    </Stack>
  );
}

function Log({ items, zone }: { items: readonly JobMessage[]; zone: Zone }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const log = end.current;
    if (log) log.scrollTop = log.scrollHeight;
  }, [items.length]);
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words('jobs.talk.none')}
      </Text>
    );
  return (
    // Reached by the keyboard too, because it scrolls.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as WCAG asks of what scrolls (axe: scrollable-region-focusable)
    <div className={classes['log']} ref={end} role="log" aria-label={words('jobs.talk.log')} tabIndex={0}>
      {items.map((message) => (
        <Message key={message.id} message={message} zone={zone} />
      ))}
    </div>
  );
}

function Message({ message, zone }: { message: JobMessage; zone: Zone }) {
  const { isMine, words: written } = message;
  return (
    <div className={`${classes['message']} ${isMine ? classes['mine'] : ''}`} data-testid="job-message">
      <Text className={classes['words']}>{written}</Text>
      <Text size="xs" c="dimmed" className="figures">
        {factsOf(message, zone)}
      </Text>
    </div>
  );
}

function factsOf({ isMine, from, writtenAt, readAt, isWithFormerGuard }: JobMessage, zone: Zone): string {
  const writer = words(isMine ? 'jobs.talk.you' : from === 'guard' ? 'jobs.talk.guard' : 'jobs.talk.customer');
  const who = isWithFormerGuard ? words('jobs.talk.withFormer', { who: writer }) : writer;
  const isRead = isMine && readAt !== null;
  return words(isRead ? 'jobs.talk.factsRead' : 'jobs.talk.facts', { who, when: moment(writtenAt, zone) });
}
