import { useState } from 'react';
import { client } from '../../data/client';
import type { ArrivalConfirmation } from '../../jobs/arrival';
import type { Job } from '../../jobs/job-queries';
import { type LateDecision, LateAnswers } from '../../jobs/late-guard';
import { words } from '../../words/words';
import { ReasonDialog, ReasonForm } from '../reason-dialog';
import { useDoor } from './desk-query';

/** What customers answer themselves, by an operator who has them on the phone: each with its reason. */

export function ConfirmArrivalForThem({ job: { id }, onDone }: ArrivalConfirmation) {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const confirm = useDoor(
    id,
    (reason) => client.desk.confirmArrival({ params: { id }, body: { reason }, idempotencyKey }),
    { title: words('admin.arrival.begun'), message: words('admin.arrival.begunHow') },
    onDone,
  );
  return (
    <ReasonForm
      explanation={words('admin.arrival.how')}
      action={words('admin.arrival.do')}
      isBusy={confirm.isPending}
      error={confirm.error}
      onClose={onDone}
      onAgree={(reason) => confirm.mutate(reason)}
    />
  );
}

export function AnswerLateForThem({ job }: { job: Job }) {
  const [decision, setDecision] = useState<LateDecision | null>(null);
  return (
    <>
      <LateAnswers onAnswer={setDecision} />
      {decision && <LateDialog job={job} decision={decision} onClose={() => setDecision(null)} />}
    </>
  );
}

interface LateDialogProps {
  job: Job;
  decision: LateDecision;
  onClose: () => void;
}

function LateDialog({ job: { id }, decision, onClose }: LateDialogProps) {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const answer = useDoor(
    id,
    (reason) => client.desk.answerLate({ params: { id }, body: { decision, reason }, idempotencyKey }),
    { title: words('admin.late.done'), message: words('admin.late.doneHow') },
    onClose,
  );
  return (
    <ReasonDialog
      isOpen
      title={words(`admin.late.${decision}`)}
      explanation={words(`admin.late.${decision}How`)}
      action={words(`admin.late.${decision}Do`)}
      isBusy={answer.isPending}
      error={answer.error}
      onClose={onClose}
      onAgree={(reason) => answer.mutate(reason)}
    />
  );
}

export function AskCardAgainDialog({ job: { id }, onClose }: { job: Job; onClose: () => void }) {
  const ask = useDoor(
    id,
    async (reason) => {
      await client.desk.askCardAgain({ params: { id }, body: { reason } });
      return undefined;
    },
    { title: words('admin.card.done'), message: words('admin.card.doneHow') },
    onClose,
  );
  return (
    <ReasonDialog
      isOpen
      title={words('admin.card.title')}
      explanation={words('admin.card.how')}
      action={words('admin.card.do')}
      isBusy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onAgree={(reason) => ask.mutate(reason)}
    />
  );
}
