import { Button, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import classes from '../jobs/job.module.css';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { CLEARANCES } from '../words/market';
import { calendarDay } from '../words/time';
import { isolated, words } from '../words/words';
import { NoPicture, PaperPicture } from './paper-picture';
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
      {seen.hasLicenseScan ? (
        <PaperPicture userId={seen.userId} name={nameOf(seen)} version={seen.papersVersion} />
      ) : (
        <NoPicture />
      )}
      <Decision guard={seen} onClose={onClose} />
    </SimpleGrid>
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

/** What is wrong with most that are refused, in a sentence that can be gone on with. */
const OFTEN = ['unreadable', 'otherNumber', 'otherName', 'expired', 'noLicence'] as const;

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
        <dd className="figures">{guard.licenseExpiresOn === null ? '–' : calendarDay(guard.licenseExpiresOn)}</dd>
        <dt>{words('admin.clearance')}</dt>
        <dd>{CLEARANCES[guard.clearanceLevel]}</dd>
        <dt>{words('admin.skills')}</dt>
        <dd>{guard.skills.join(', ') || '–'}</dd>
        <dt>{words('admin.certificates')}</dt>
        <dd>{guard.certifications.map(isolated).join(', ') || '–'}</dd>
      </dl>
      <Text size="sm" c="dimmed">
        {words('admin.papers.say')}
      </Text>
      <Group gap="xs" role="group" aria-label={words('admin.papers.often')}>
        {OFTEN.map((why) => (
          <Button key={why} size="compact-md" variant="light" onClick={() => setReason(words(`admin.papers.${why}`))}>
            {words(`admin.papers.often.${why}`)}
          </Button>
        ))}
      </Group>
      <ReasonField value={reason} onChange={setReason} />
      {decide.error && <Problem error={decide.error} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={given === '' || isGoing(true)}
          loading={isGoing(false)}
          onClick={() => decide.mutate({ confirm: false, reason: given })}
        >
          {words('admin.papers.refuse')}
        </Button>
        <Button
          disabled={given === '' || isGoing(false)}
          loading={isGoing(true)}
          onClick={() => decide.mutate({ confirm: true, reason: given })}
        >
          {words('admin.papers.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
