import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../../data/client';
import { canSign } from '../../data/device-key';
import { SaveButton } from '../../layout/save-button';
import { Problem } from '../../layout/states';
import { moment, zoneAt } from '../../words/time';
import { jobKeys } from '../job-keys';
import type { Job } from '../job-queries';
import { signHours } from './sign-hours';
import type { Reader } from './hours-words';
import { words } from '../../words/words';

type Receipt = WireAnswer<typeof api.receipts.ofJob>;

/** Who has signed the hours, and the receipt that proves them, to keep. */
export function SignedReceipt({ job, as }: { job: Job; as: Reader }) {
  const receipt = useQuery({
    queryKey: jobKeys.receipt(job.id),
    queryFn: ({ signal }) => client.receipts.ofJob({ params: { id: job.id }, signal }),
    meta: { told: true },
  }).data;
  if (!receipt) return null;
  return (
    <Stack gap="xs" role="group" aria-label={words('hours.receipt.section')}>
      <Signatures receipt={receipt} job={job} as={as} />
      {receipt.toSign && as !== 'admin' && canSign() && <Sign job={job} as={as} />}
      <SaveButton
        size="sm"
        name={`aegis-receipt-${job.id}.json`}
        read={() => client.receipts.file({ params: { id: job.id } })}
      >
        {words('hours.receipt.save')}
      </SaveButton>
    </Stack>
  );
}

function Signatures({ receipt, job, as }: { receipt: Receipt; job: Job; as: Reader }) {
  const zone = zoneAt(job.location);
  const signed = receipt.agreements.filter(({ isToWhatCounts }) => isToWhatCounts);
  if (signed.length === 0) return null;
  return (
    <Text size="sm" role="status" className="figures">
      {signed
        .map(({ party, at }) => {
          const when = moment(at, zone);
          return party === as
            ? words('hours.receipt.iSigned', { when })
            : words('hours.receipt.theySigned', { by: party, when });
        })
        .join(' ')}
    </Text>
  );
}

function Sign({ job, as }: { job: Job; as: 'customer' | 'guard' }) {
  const queries = useQueryClient();
  const sign = useMutation({
    mutationFn: () => signHours(job.id, as),
    onSettled: () => {
      for (const key of [jobKeys.receipt, jobKeys.hours]) void queries.invalidateQueries({ queryKey: key(job.id) });
    },
  });
  return (
    <>
      <Button variant="default" loading={sign.isPending} onClick={() => sign.mutate()}>
        {words('hours.receipt.sign')}
      </Button>
      <Text size="sm" c="dimmed">
        {words('hours.receipt.signHow')}
      </Text>
      {sign.error && <Problem error={sign.error} />}
    </>
  );
}
