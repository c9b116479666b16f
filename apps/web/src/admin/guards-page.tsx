import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import classes from '../jobs/job.module.css';
import { Page as Frame } from '../layout/page';
import { SaveButton } from '../layout/save-button';
import { Empty, PageSkeleton, Problem } from '../layout/states';
import { CLEARANCES } from '../words/market';
import { money } from '../words/money';
import { useAdminList } from './admin-list';
import { ReasonDialog } from './reason-dialog';
import { say } from '../layout/messages';

type Guard = WireAnswer<typeof api.admin.pendingGuards>['items'][number];

export function Page() {
  const list = useAdminList(['pending-guards'], (query) => client.admin.pendingGuards({ query }));
  const [chosen, setChosen] = useState<Guard | null>(null);
  return (
    <Frame
      title="Guards to verify"
      subtitle="The longest waiting first. Compare the licence with the state’s register."
    >
      {list.isPending && <PageSkeleton />}
      {list.error && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && list.items.length === 0 && (
        <Empty title="Nobody is waiting">A guard who enters or changes a licence appears here.</Empty>
      )}
      <Stack gap="sm">
        {list.items.map((guard) => (
          <GuardPanel key={guard.userId} guard={guard} onVerify={() => setChosen(guard)} />
        ))}
      </Stack>
      {list.hasNextPage && (
        <Button variant="default" onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
      <VerifyDialog guard={chosen} onClose={() => setChosen(null)} />
    </Frame>
  );
}

function GuardPanel({ guard, onVerify }: { guard: Guard; onVerify: () => void }) {
  const name = `${guard.firstName} ${guard.lastName}`;
  return (
    <article className="panel" aria-label={name}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h4">
            {name}
          </Title>
          <dl className={classes['facts']}>
            <dt>Licence</dt>
            <dd className="figures">
              {guard.licenseState} {guard.licenseNumber}, valid to {guard.licenseExpiresOn}
            </dd>
            <dt>Clearance</dt>
            <dd>{CLEARANCES[guard.clearanceLevel]}</dd>
            <dt>Rate</dt>
            <dd className="figures">
              {guard.hourlyRateCents === null ? '–' : `${money(guard.hourlyRateCents)} an hour`}
            </dd>
          </dl>
        </div>
        <Group gap="sm">
          <SaveButton
            name={`licence-${guard.userId}.jpg`}
            read={() => client.admin.licenseScan({ params: { userId: guard.userId } })}
          >
            Save picture of licence
          </SaveButton>
          <Button onClick={onVerify} aria-label={`Verify ${name}`}>
            Verify
          </Button>
        </Group>
      </Group>
      <Group gap={6} mt="xs">
        {[...guard.certifications, ...guard.skills].map((word) => (
          <Badge key={word} variant="default" tt="none" fw={500}>
            {word}
          </Badge>
        ))}
      </Group>
      {guard.skills.length === 0 && (
        <Text size="sm" c="dimmed">
          No skills entered.
        </Text>
      )}
    </article>
  );
}

function VerifyDialog({ guard, onClose }: { guard: Guard | null; onClose: () => void }) {
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: (reason: string) =>
      client.admin.verifyGuard({
        params: { userId: guard?.userId ?? '' },
        body: { reason, papersVersion: guard?.papersVersion ?? 1 },
      }),
    onSuccess: ({ firstName }) => {
      void queries.invalidateQueries({ queryKey: ['admin'] });
      void say({ title: 'Verified', message: `${firstName} can go on duty now.` });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen={guard !== null}
      title={guard ? `Verify ${guard.firstName} ${guard.lastName}` : ''}
      explanation="You confirm that licence and identity are right. Say where you looked; it is recorded."
      action="Confirm the licence"
      isBusy={verify.isPending}
      error={verify.error}
      onClose={onClose}
      onAgree={(reason) => verify.mutate(reason)}
    />
  );
}
