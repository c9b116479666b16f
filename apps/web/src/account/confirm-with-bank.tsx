import { Button, Text } from '@mantine/core';
import { loadStripe } from '@stripe/stripe-js/pure';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '@aegis/client/errors';
import { client } from '../data/client';
import { jobKeys } from '../jobs/job-keys';
import type { Job } from '../jobs/job-queries';
import { Problem } from '../layout/states';
import { words } from '../words/words';

/** Lets the bank of a card ask its owner, in its own frame over this page. What comes of it is shown with the job. */
export function ConfirmWithBank({ job }: { job: Job }) {
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => askOwner(job.id),
    onSettled: () => {
      for (const queryKey of [jobKeys.payments(job.id), jobKeys.timeline(job.id)])
        void queries.invalidateQueries({ queryKey });
    },
  });
  return (
    <>
      <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
        {words('account.bank.confirm')}
      </Button>
      {typeof confirm.data === 'string' && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {confirm.data}
        </Text>
      )}
      {confirm.error && <Problem error={confirm.error} />}
    </>
  );
}

/** Null when the bank has agreed, or was not asked after all; else its words. */
async function askOwner(jobId: string): Promise<string | null> {
  const { clientSecret, publishableKey } = await client.payments.authenticate({ params: { id: jobId } });
  if (clientSecret === null) return null;
  const stripe = await loadStripe(publishableKey);
  if (!stripe) return words('account.bank.notLoaded');
  const { error } = await stripe.handleNextAction({ clientSecret });
  if (error) return error.message ?? words('account.bank.refused');
  await tellAnswer(jobId);
  return null;
}

/** The server hears of it by itself; asked again it looks, should it not have heard yet. */
async function tellAnswer(jobId: string): Promise<void> {
  const { items } = await client.payments.ofJob({ params: { id: jobId } });
  if (!items.some(({ status, onSession }) => status === 'pending' && onSession)) return;
  try {
    await client.payments.authenticate({ params: { id: jobId } });
  } catch (error) {
    // It has heard in this moment.
    if (!(error instanceof ApiError && error.code === 'nothing_to_confirm')) throw error;
  }
}
