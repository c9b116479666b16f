import { Button, Group, Stack, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { JOB_MESSAGE_LENGTH } from '@aegis/contract/limits';
import { type FormEvent, useState } from 'react';
import type { Job } from '../job-queries';
import { QUICK_REPLIES } from './quick-replies';
import { enqueue, sendWaiting, WAITING } from './waiting-messages';
import { words } from '../../words/words';

const SHOWN_FROM = 0.8;

export function WriteMessage({ job, as, userId }: { job: Job; as: 'customer' | 'guard'; userId: string }) {
  const [written, setWritten] = useState('');
  const queries = useQueryClient();
  const write = async (what: string): Promise<void> => {
    await enqueue({ userId, jobId: job.id, words: what });
    await queries.invalidateQueries({ queryKey: WAITING });
    await sendWaiting(userId, queries);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const what = written.trim();
    if (what === '') return;
    setWritten('');
    void write(what);
  };
  const replies = QUICK_REPLIES[as][job.status === 'matched' ? 'before' : 'during'];
  return (
    <Stack gap="xs">
      <Group gap="xs" role="group" aria-label={words('jobs.talk.quick')}>
        {replies
          .map((key) => words(`jobs.reply.${key}`))
          .map((reply) => (
            <Button key={reply} variant="default" mih={44} radius="xl" onClick={() => void write(reply)}>
              {reply}
            </Button>
          ))}
      </Group>
      <form onSubmit={submit}>
        <Stack gap="xs">
          <Textarea
            label={words('jobs.talk.yours')}
            autosize
            minRows={1}
            maxRows={5}
            maxLength={JOB_MESSAGE_LENGTH}
            {...(written.length > SHOWN_FROM * JOB_MESSAGE_LENGTH && {
              description: words('jobs.talk.length', { count: written.length, most: JOB_MESSAGE_LENGTH }),
            })}
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" mih={44} leftSection={<IconSend size={18} aria-hidden />}>
            {words('jobs.talk.send')}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
