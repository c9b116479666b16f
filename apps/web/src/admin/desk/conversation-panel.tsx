import { Button, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { api, ReadingReason, WireAnswer } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../../data/client';
import { Problem } from '../../layout/states';
import { Written } from '../../layout/written';
import { moment } from '../../words/time';
import { words } from '../../words/words';

type Message = WireAnswer<typeof api.conversations.onDesk>['items'][number];

const REASONS: readonly ReadingReason[] = ['complaint', 'safety', 'disputed_money', 'suspected_fraud', 'authority'];

/** What was not written to us: it is read for a reason, and the audit log keeps who did and why. */
export function ConversationOnDesk({ jobId }: { jobId: string }) {
  const [reason, setReason] = useState<ReadingReason | null>(null);
  const read = useMutation({
    mutationFn: (why: ReadingReason) => client.conversations.onDesk({ params: { id: jobId }, body: { reason: why } }),
  });
  return (
    <section className="panel" aria-label={words('admin.talk.section')}>
      <Title order={3} size="h5" mb="sm">
        {words('admin.talk.section')}
      </Title>
      <Stack gap="sm">
        {!read.data && (
          <>
            <Select
              label={words('admin.talk.why')}
              description={words('admin.talk.whyHow')}
              placeholder={words('admin.talk.choose')}
              data={REASONS.map((value) => ({ value, label: words(`admin.talk.${value}`) }))}
              value={reason}
              onChange={setReason}
            />
            <Button
              variant="default"
              disabled={reason === null}
              loading={read.isPending}
              onClick={() => reason && read.mutate(reason)}
            >
              {words('admin.talk.read')}
            </Button>
          </>
        )}
        {read.error && <Problem error={read.error} />}
        {read.data && <Messages items={read.data.items} />}
      </Stack>
    </section>
  );
}

const Messages = ({ items }: { items: readonly Message[] }) =>
  items.length === 0 ? (
    <Text c="dimmed">{words('admin.talk.none')}</Text>
  ) : (
    items.map(({ id, from, words: written, writtenAt, readAt }) => (
      <div key={id}>
        <Text component="div">
          <Written text={written} />
        </Text>
        <Text size="xs" c="dimmed" className="figures">
          {words(`admin.role.${from}`)} · {moment(writtenAt)} ·{' '}
          {readAt === null ? words('admin.talk.notRead') : words('admin.talk.readAt', { when: moment(readAt) })}
        </Text>
      </div>
    ))
  );
