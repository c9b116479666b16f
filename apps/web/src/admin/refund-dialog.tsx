import { NumberInput, Radio, Stack } from '@mantine/core';
import type { RefundBornBy } from '@aegis/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../data/client';
import { useEntryKeys } from '../data/entry-key';
import { money } from '../words/money';
import { ReasonDialog } from './reason-dialog';
import { say } from '../layout/messages';

interface Refundable {
  id: string;
  amountCents: number;
}

export function RefundDialog({ payment, onClose }: { payment: Refundable | null; onClose: () => void }) {
  const queries = useQueryClient();
  const [dollars, setDollars] = useState<number | string>('');
  const [bornBy, setBornBy] = useState<RefundBornBy>('both');
  const keys = useEntryKeys();
  const close = (): void => {
    setDollars('');
    setBornBy('both');
    onClose();
  };
  const refund = useMutation({
    mutationFn: (reason: string) => {
      const amountCents = dollars === '' ? undefined : Math.round(Number(dollars) * 100);
      return client.admin.refund({
        params: { id: payment?.id ?? '' },
        body: { reason, bornBy, ...(amountCents !== undefined && { amountCents }) },
        idempotencyKey: keys.of([payment?.id, amountCents, reason, bornBy]),
      });
    },
    onSuccess: ({ amountCents }) => {
      keys.forget();
      void queries.invalidateQueries({ queryKey: ['admin', 'payments'] });
      void say({ title: 'Refund requested', message: `${money(amountCents)} go back to the card.` });
      close();
    },
  });
  return (
    <ReasonDialog
      isOpen={payment !== null}
      title="Refund a charge"
      explanation={`Of ${money(payment?.amountCents ?? 0)} charged. Both parties read the reason.`}
      action={dollars === '' ? 'Refund all that is left' : `Refund ${money(Math.round(Number(dollars) * 100))}`}
      isDanger
      isBusy={refund.isPending}
      error={refund.error}
      onClose={close}
      onAgree={(reason) => refund.mutate(reason)}
    >
      <NumberInput
        label="Amount"
        description="Empty: all that is left"
        prefix="$"
        decimalScale={2}
        min={0.01}
        max={(payment?.amountCents ?? 0) / 100}
        value={dollars}
        onChange={setDollars}
      />
      <WhoBears chosen={bornBy} onChoose={setBornBy} />
    </ReasonDialog>
  );
}

function WhoBears({ chosen, onChoose }: { chosen: RefundBornBy; onChoose: (bornBy: RefundBornBy) => void }) {
  return (
    <Radio.Group
      label="Who bears it"
      value={chosen}
      onChange={(value) => onChoose(value === 'platform' ? 'platform' : 'both')}
    >
      <Stack gap={6} mt={4}>
        <Radio value="both" label="Both: the guard’s part is taken back in proportion" />
        <Radio value="platform" label="The platform: the guard keeps what they earned" />
      </Stack>
    </Radio.Group>
  );
}
