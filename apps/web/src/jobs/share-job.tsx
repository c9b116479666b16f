import { Button, CopyButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { Problem } from '../layout/states';
import { moment, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { words } from '../words/words';

/** A link for somebody without an account: the token is in the fragment, which no browser sends to anybody. */
const addressOf = (token: string): string => `${location.origin}/share#${token}`;

/** Lets others follow a job under way; each party sees and ends the links of both. */
export function ShareJob({ job, as }: { job: Job; as: 'customer' | 'guard' }) {
  const every = usePolling();
  const [address, setAddress] = useState<string | null>(null);
  const links = useQuery({
    queryKey: jobKeys.shareLinks(job.id),
    queryFn: ({ signal }) => client.sharing.links({ params: { id: job.id }, signal }),
    refetchInterval: every,
    meta: { told: true },
  });
  const make = useMutation({
    mutationFn: () => client.sharing.make({ params: { id: job.id } }),
    onSuccess: ({ token }) => {
      setAddress(addressOf(token));
      void links.refetch();
    },
  });
  const items = links.data?.items ?? [];
  return (
    <section className="panel" aria-label={words('jobs.share.section')}>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {words('jobs.share.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {words('jobs.share.what')}
        </Text>
        {make.error && <Problem error={make.error} />}
        {address === null ? (
          <Button variant="default" mih={44} loading={make.isPending} onClick={() => make.mutate()}>
            {words('jobs.share.make')}
          </Button>
        ) : (
          <NewLink address={address} />
        )}
        {items.map((link) => (
          <Link key={link.id} link={link} as={as} job={job} onEnd={() => setAddress(null)} />
        ))}
      </Stack>
    </section>
  );
}

/** Shown once: nobody has it afterwards. */
function NewLink({ address }: { address: string }) {
  const canShare = typeof navigator.share === 'function';
  return (
    <Stack gap="xs">
      <TextInput label={words('jobs.share.link')} readOnly value={address} onFocus={(event) => event.target.select()} />
      <Group gap="xs">
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button mih={44} onClick={copy}>
              {words(copied ? 'jobs.share.copied' : 'jobs.share.copy')}
            </Button>
          )}
        </CopyButton>
        {canShare && (
          <Button
            variant="default"
            mih={44}
            onClick={() => void navigator.share({ url: address }).catch(() => undefined)}
          >
            {words('jobs.share.send')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

interface LinkProps {
  link: { id: string; madeBy: 'customer' | 'guard'; isMine: boolean; madeAt: string };
  as: 'customer' | 'guard';
  job: Job;
  onEnd: () => void;
}

function Link({ link, as, job, onEnd }: LinkProps) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => client.sharing.end({ params: { id: link.id } }),
    onSuccess: () => {
      onEnd();
      void queries.invalidateQueries({ queryKey: jobKeys.shareLinks(job.id) });
    },
  });
  const whose = link.isMine ? 'mine' : as === 'customer' ? 'ofGuard' : 'ofCustomer';
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm" className="figures">
          {words(`jobs.share.${whose}`, { when: moment(link.madeAt, zoneAt(job.location)) })}
        </Text>
        <Button variant="subtle" mih={44} loading={end.isPending} onClick={() => end.mutate()}>
          {words('jobs.share.end')}
        </Button>
      </Group>
      {end.error && <Problem error={end.error} />}
    </Stack>
  );
}
