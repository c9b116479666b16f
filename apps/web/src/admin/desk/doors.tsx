import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { client } from '../../data/client';
import { CancelJob } from '../../jobs/cancel-job';
import { EditDialog } from '../../jobs/edit-dialog';
import { openCorrection, useHours } from '../../jobs/hours/hours-query';
import { type Job, useJobPayments } from '../../jobs/job-queries';
import { ReasonDialog } from '../reason-dialog';
import { RefundDialog } from '../refund-dialog';
import { AskCardAgainDialog } from './customers-answers';
import { AssignDialog } from './assign-dialog';
import { chargesOf } from './charges';
import { GiveDialog } from './credit-panel';
import { DecideDialog } from './decide-dialog';
import { EndDialog } from './end-dialog';
import classes from './desk.module.css';
import { type JobOnDesk, useSeeAgain, useTakeOff } from './desk-query';
import { ReasonField } from '../../layout/reason-field';
import { words } from '../../words/words';

const DOORS = ['assign', 'take-off', 'edit', 'end', 'refund', 'credit', 'ask-card', 'decide'] as const;
type Door = (typeof DOORS)[number];

/** What an operator can do to a job as it is now; each asks for the reason. */
export function Doors({ job, desk }: { job: Job; desk: JobOnDesk }) {
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<Door | null>(DOORS.find((door) => door === search.get('do')) ?? null);
  const close = (): void => {
    setOpen(null);
    if (search.has('do')) setSearch({}, { replace: true });
  };
  const hasEnded = job.status === 'completed' || job.status === 'cancelled';
  const seeAgain = useSeeAgain(job.id);
  const hours = useHours(job).data;
  const asked = openCorrection(hours);
  const correction = asked?.status === 'to_decide' ? asked : undefined;
  const { charge, isRefused } = chargesOf(useJobPayments(job).data?.items ?? []);
  return (
    <Group className={classes['doors'] ?? ''} gap="sm" role="group" aria-label={words('admin.youCan')}>
      {job.status === 'requested' && <Button onClick={() => setOpen('assign')}>{words('admin.do.assign')}</Button>}
      {job.status === 'matched' && (
        <Button variant="default" onClick={() => setOpen('take-off')}>
          {words('admin.take.open')}
        </Button>
      )}
      {job.status === 'in_progress' && <Button onClick={() => setOpen('end')}>{words('admin.do.end_job')}</Button>}
      {!hasEnded && (
        <Button variant="default" onClick={() => setOpen('edit')}>
          {words('jobs.edit.open')}
        </Button>
      )}
      {isRefused && <Button onClick={() => setOpen('ask-card')}>{words('admin.card.title')}</Button>}
      {correction && <Button onClick={() => setOpen('decide')}>{words('admin.do.decide')}</Button>}
      {charge && (
        <Button variant="default" onClick={() => setOpen('refund')}>
          {words('admin.payments.refund')}
        </Button>
      )}
      {hasEnded && (
        <Button variant="default" onClick={() => setOpen('credit')}>
          {words('credit.give')}
        </Button>
      )}
      {!hasEnded && <CancelJob job={job} needsReason onCancelled={seeAgain} />}
      <AssignDialog
        jobId={job.id}
        candidates={desk.candidates}
        isOpen={open === 'assign' && job.status === 'requested'}
        onClose={close}
      />
      <TakeOffDialog job={job} isOpen={open === 'take-off'} onClose={close} />
      {open === 'end' && job.status === 'in_progress' && <EndDialog job={job} onClose={close} />}
      {open === 'ask-card' && isRefused && <AskCardAgainDialog job={job} onClose={close} />}
      {open === 'decide' && hours && correction && (
        <DecideDialog job={job} hours={hours} correction={correction} onClose={close} />
      )}
      <EditForThem job={job} isOpen={open === 'edit'} onClose={close} />
      {open === 'credit' && (
        <GiveDialog customer={{ id: job.customer.id, name: job.customer.name }} jobId={job.id} onClose={close} />
      )}
      <RefundDialog payment={open === 'refund' && charge ? charge : null} onClose={close} />
    </Group>
  );
}

interface DialogProps {
  job: Job;
  isOpen: boolean;
  onClose: () => void;
}

function TakeOffDialog({ job, isOpen, onClose }: DialogProps) {
  const [key, setKey] = useState(() => crypto.randomUUID());
  const takeOff = useTakeOff(job.id, () => {
    setKey(crypto.randomUUID());
    onClose();
  });
  return (
    <ReasonDialog
      isOpen={isOpen && job.guard !== null}
      title={job.guard ? words('admin.take.title', { guard: job.guard.name }) : ''}
      explanation={words('admin.take.how')}
      action={words('admin.take.do')}
      isDanger
      isBusy={takeOff.isPending}
      error={takeOff.error}
      onClose={onClose}
      onAgree={(reason) => job.guard && takeOff.mutate({ guardId: job.guard.id, reason, key })}
    />
  );
}

/** What is only looked at needs no reason yet. */
const LOOKED_AT = 'preview';

function EditForThem({ job, isOpen, onClose }: DialogProps) {
  const [reason, setReason] = useState('');
  const seeAgain = useSeeAgain(job.id);
  const close = (): void => {
    setReason('');
    onClose();
  };
  return (
    <EditDialog
      isOpen={isOpen}
      title={words('admin.edit.title', { job: job.title })}
      onClose={close}
      job={job}
      isReady={reason.trim() !== ''}
      send={async (edit, signal) => {
        const body = { edit, reason: edit.preview ? LOOKED_AT : reason.trim() };
        const answer = await client.desk.edit({ params: { id: job.id }, body, ...(signal && { signal }) });
        if (!edit.preview) seeAgain(answer.job);
        return answer;
      }}
    >
      <ReasonField description={words('jobs.cancel.bothRead')} value={reason} onChange={setReason} />
    </EditDialog>
  );
}
