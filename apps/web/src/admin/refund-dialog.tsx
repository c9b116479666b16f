import { NumberInput, Radio, Stack } from '@mantine/core';
import type { RefundBornBy } from '@aegis/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../data/client';
import { useEntryKeys } from '../data/entry-key';
import { money } from '../words/money';
import { words } from '../words/words';
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
  const amountCents = dollars === '' ? undefined : Math.round(Number(dollars) * 100);
  const refund = useMutation({
    mutationFn: (reason: string) =>
      client.admin.refund({
        params: { id: payment?.id ?? '' },
        body: { reason, bornBy, ...(amountCents !== undefined && { amountCents }) },
        idempotencyKey: keys.of([payment?.id, amountCents, reason, bornBy]),
      }),
    onSuccess: ({ amountCents: asked }) => {
      keys.forget();
      void queries.invalidateQueries({ queryKey: ['admin', 'payments'] });
      void say({
        title: words('admin.refund.asked'),
        message: words('admin.refund.askedHow', { amount: money(asked) }),
      });
      close();
    },
  });
  return (
    <ReasonDialog
      isOpen={payment !== null}
      title={words('admin.refund.title')}
      explanation={words('admin.refund.how', { amount: money(payment?.amountCents ?? 0) })}
      action={
        amountCents === undefined
          ? words('admin.refund.all')
          : words('admin.refund.some', { amount: money(amountCents) })
      }
      isDanger
      amountCents={amountCents ?? payment?.amountCents}
      isBusy={refund.isPending}
      error={refund.error}
      onClose={close}
      onAgree={(reason) => refund.mutate(reason)}
    >
      <NumberInput
        label={words('admin.refund.amount')}
        description={words('admin.refund.empty')}
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
      label={words('admin.refund.who')}
      value={chosen}
      onChange={(value) => onChoose(value === 'platform' ? 'platform' : 'both')}
    >
      <Stack gap={6} mt={4}>
        <Radio value="both" label={words('admin.refund.both')} />
        <Radio value="platform" label={words('admin.refund.platform')} />
      </Stack>
    </Radio.Group>
  );
}
