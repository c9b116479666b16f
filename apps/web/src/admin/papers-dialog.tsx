import { Alert, Button, Group, Image, Modal, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import { pictureAddress } from '../data/picture';
import classes from '../jobs/job.module.css';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { CLEARANCES } from '../words/market';
import { words } from '../words/words';
import { nameOf } from './user-words';
import { ReasonField } from '../layout/reason-field';

export type WaitingGuard = WireAnswer<typeof api.admin.pendingGuards>['items'][number];

/** The picture of a licence beside what was typed of it; what is decided names the version of both. */
export function PapersDialog({ guard, onClose }: { guard: WaitingGuard | null; onClose: () => void }) {
  return (
    <Modal
      opened={guard !== null}
      onClose={onClose}
      size="xl"
      title={guard ? words('admin.papers.of', { person: nameOf(guard) }) : ''}
      closeButtonProps={{ 'aria-label': words('layout.close') }}
    >
      {guard && <Papers guard={guard} onClose={onClose} />}
    </Modal>
  );
}

/** As they were when they were opened: whatever the guard sends meanwhile has not been seen. */
function Papers({ guard, onClose }: { guard: WaitingGuard; onClose: () => void }) {
  const [seen] = useState(guard);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
      <Picture guard={seen} />
      <Decision guard={seen} onClose={onClose} />
    </SimpleGrid>
  );
}

function Picture({ guard: { userId, papersVersion, hasLicenseScan, ...names } }: { guard: WaitingGuard }) {
  const picture = useQuery({
    queryKey: ['admin', 'license-scan', userId, papersVersion],
    queryFn: async () => pictureAddress(await client.admin.licenseScan({ params: { userId } })),
    enabled: hasLicenseScan,
    // Every reading stands in the audit log: none may happen that nobody asked for, and nothing is kept.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  if (!hasLicenseScan) return <Alert color="yellow" title={words('admin.papers.noPicture')} role="status" />;
  if (picture.error) return <Problem error={picture.error} onRetry={() => void picture.refetch()} />;
  if (!picture.data) return <Skeleton h={280} role="progressbar" aria-label={words('admin.papers.loading')} />;
  return (
    <a href={picture.data} download={`licence-${userId}.jpg`}>
      <Image
        src={picture.data}
        alt={words('admin.papers.picture', { person: nameOf(names) })}
        radius="md"
        fit="contain"
        mah={520}
      />
    </a>
  );
}

function useDecision(guard: WaitingGuard, onDone: () => void) {
  const queries = useQueryClient();
  const [params, { papersVersion }] = [{ userId: guard.userId }, guard];
  return useMutation({
    mutationFn: ({ confirm, reason }: { confirm: boolean; reason: string }) =>
      confirm
        ? client.admin.verifyGuard({ params, body: { papersVersion, reason } })
        : client.admin.refuseGuard({ params, body: { papersVersion, reason } }),
    onSuccess: ({ firstName }, { confirm }) => {
      void say(
        confirm
          ? { title: words('admin.papers.verified'), message: words('admin.papers.verifiedHow', { person: firstName }) }
          : { title: words('admin.papers.refused'), message: words('admin.papers.refusedHow', { person: firstName }) },
      );
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin', 'pending-guards'] }),
  });
}

function Decision({ guard, onClose }: { guard: WaitingGuard; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const decide = useDecision(guard, onClose);
  const given = reason.trim();
  const isGoing = (confirm: boolean): boolean => decide.isPending && decide.variables.confirm === confirm;
  return (
    <Stack gap="sm">
      <dl className={classes['facts']}>
        <dt>{words('admin.name')}</dt>
        <dd>{nameOf(guard)}</dd>
        <dt>{words('admin.licence')}</dt>
        <dd className="figures">
          {guard.licenseState} {guard.licenseNumber}
        </dd>
        <dt>{words('admin.validTo')}</dt>
        <dd className="figures">{guard.licenseExpiresOn}</dd>
        <dt>{words('admin.clearance')}</dt>
        <dd>{CLEARANCES[guard.clearanceLevel]}</dd>
        <dt>{words('admin.skills')}</dt>
        <dd>{guard.skills.join(', ') || '–'}</dd>
        <dt>{words('admin.certificates')}</dt>
        <dd>{guard.certifications.join(', ') || '–'}</dd>
      </dl>
      <Text size="sm" c="dimmed">
        {words('admin.papers.say')}
      </Text>
      <ReasonField value={reason} onChange={setReason} />
      {decide.error && <Problem error={decide.error} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={given === ''}
          loading={isGoing(false)}
          onClick={() => decide.mutate({ confirm: false, reason: given })}
        >
          {words('admin.papers.refuse')}
        </Button>
        <Button
          disabled={given === ''}
          loading={isGoing(true)}
          onClick={() => decide.mutate({ confirm: true, reason: given })}
        >
          {words('admin.papers.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
