import { useState } from 'react';
import { client } from '../../data/client';
import type { ArrivalConfirmation } from '../../jobs/arrival';
import type { Job } from '../../jobs/job-queries';
import { type LateDecision, LateAnswers } from '../../jobs/late-guard';
import { ReasonDialog, ReasonForm } from '../reason-dialog';
import { useDoor } from './desk-query';

/** What customers answer themselves, by an operator who has them on the phone: each with its reason. */

export function ConfirmArrivalForThem({ job: { id }, onDone }: ArrivalConfirmation) {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const confirm = useDoor(
    id,
    (reason) => client.desk.confirmArrival({ params: { id }, body: { reason }, idempotencyKey }),
    { title: 'The job has begun', message: 'The guard does not need to check in any more.' },
    onDone,
  );
  return (
    <ReasonForm
      explanation="The job begins now, and the time counts from the booked start on. Who told you that the guard is there? Both parties read it."
      action="They are here"
      isBusy={confirm.isPending}
      error={confirm.error}
      onClose={onDone}
      onAgree={(reason) => confirm.mutate(reason)}
    />
  );
}

const DECISIONS = {
  wait: { title: 'Wait for the guard', action: 'Wait', explanation: 'The guard keeps the job and has more time.' },
  replace: {
    title: 'Have another guard searched for',
    action: 'Search another guard',
    explanation: 'The job is taken from the guard and offered to others.',
  },
};

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
  const { title, action, explanation } = DECISIONS[decision];
  const answer = useDoor(
    id,
    (reason) => client.desk.answerLate({ params: { id }, body: { decision, reason }, idempotencyKey }),
    { title: 'Answered for the customer', message: 'Both parties see it on the timeline.' },
    onClose,
  );
  return (
    <ReasonDialog
      isOpen
      title={title}
      explanation={`${explanation} Both parties read the reason.`}
      action={action}
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
    { title: 'The card is asked again', message: 'The outcome appears beside the price.' },
    onClose,
  );
  return (
    <ReasonDialog
      isOpen
      title="Ask the card again"
      explanation="At once, on the card that the customer has chosen by now. Both parties read the reason."
      action="Ask the card"
      isBusy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onAgree={(reason) => ask.mutate(reason)}
    />
  );
}
