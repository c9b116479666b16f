import { Anchor, Button, Group, NumberInput, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../../data/client';
import { useEntryKeys } from '../../data/entry-key';
import { say } from '../../layout/messages';
import { Load } from '../../layout/states';
import { money } from '../../words/money';
import { moment } from '../../words/time';
import { words } from '../../words/words';
import { ReasonDialog } from '../reason-dialog';
import type { User } from '../user-words';
import classes from './desk.module.css';

type Credit = WireAnswer<typeof api.credits.ofUser>['items'][number];
type Customer = Pick<User, 'id'> & { name: string };

const keyOf = (customerId: string) => ['admin', 'credit', customerId];

/** What a customer has of credit, why they were given it, and how they get more. */
export function CreditPanel({ customer }: { customer: Customer }) {
  const credit = useQuery({
    queryKey: keyOf(customer.id),
    queryFn: () => client.credits.ofUser({ params: { userId: customer.id } }),
  });
  const [isGiving, setGiving] = useState(false);
  const [taking, setTaking] = useState<Credit | null>(null);
  return (
    <section className="panel" aria-label={words('credit.section')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {words('credit.section')}
        </Title>
        <Button variant="default" onClick={() => setGiving(true)}>
          {words('credit.give')}
        </Button>
      </Group>
      <Load from={credit}>
        {({ availableCents, items }) => (
          <>
            <Text c="dimmed" className="figures" mb={items.length === 0 ? 0 : 'xs'}>
              {items.length === 0 ? words('credit.none') : words('credit.left', { amount: money(availableCents) })}
            </Text>
            {items.map((given) => (
              <CreditRow key={given.id} given={given} onTake={setTaking} />
            ))}
          </>
        )}
      </Load>
      {isGiving && <GiveDialog customer={customer} onClose={() => setGiving(false)} />}
      <TakeDialog credit={taking} onClose={() => setTaking(null)} />
    </section>
  );
}

function CreditRow({ given, onTake }: { given: Credit; onTake: (credit: Credit) => void }) {
  const { amountCents, leftCents, reason, givenByName, givenAt, jobId } = given;
  return (
    <div className={classes['row']}>
      <div className={classes['said']}>
        <Text className="figures">{words('credit.row', { amount: money(amountCents), left: money(leftCents) })}</Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {words('credit.by', { reason, who: givenByName, at: moment(givenAt) })}{' '}
          {jobId && (
            <Anchor component={Link} to={`/admin/jobs/${jobId}`} size="sm">
              {words('credit.job')}
            </Anchor>
          )}
        </Text>
      </div>
      {leftCents > 0 && (
        <Button variant="default" onClick={() => onTake(given)}>
          {words('credit.take')}
        </Button>
      )}
    </div>
  );
}

/** @param jobId the job that it makes good */
export function GiveDialog({ customer, jobId, onClose }: { customer: Customer; jobId?: string; onClose: () => void }) {
  const queries = useQueryClient();
  const [dollars, setDollars] = useState<number | string>('');
  const keys = useEntryKeys();
  const amountCents = Math.round(Number(dollars) * 100);
  const give = useMutation({
    mutationFn: (reason: string) =>
      client.credits.give({
        params: { userId: customer.id },
        body: { amountCents, reason, ...(jobId && { jobId }) },
        idempotencyKey: keys.of([customer.id, amountCents, reason, jobId]),
      }),
    onSuccess: () => {
      keys.forget();
      void queries.invalidateQueries({ queryKey: keyOf(customer.id) });
      void say({
        title: words('credit.given', { amount: money(amountCents) }),
        message: words('credit.givenHow'),
      });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen
      title={words('credit.giveTo', { person: customer.name })}
      explanation={words('credit.how')}
      action={words('credit.giveSum', { amount: money(amountCents) })}
      amountCents={amountCents}
      isReady={amountCents > 0}
      isBusy={give.isPending}
      error={give.error}
      onClose={onClose}
      onAgree={(reason) => give.mutate(reason)}
    >
      <NumberInput
        label={words('admin.refund.amount')}
        prefix="$"
        decimalScale={2}
        min={0.01}
        data-autofocus
        value={dollars}
        onChange={setDollars}
      />
    </ReasonDialog>
  );
}

function TakeDialog({ credit, onClose }: { credit: Credit | null; onClose: () => void }) {
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: (reason: string) => client.credits.withdraw({ params: { id: credit?.id ?? '' }, body: { reason } }),
    onSuccess: ({ customerId }) => {
      void queries.invalidateQueries({ queryKey: keyOf(customerId) });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen={credit !== null}
      title={words('credit.take')}
      explanation={words('credit.takeHow', { amount: money(credit?.leftCents ?? 0) })}
      action={words('credit.take')}
      isDanger
      amountCents={credit?.leftCents}
      isBusy={take.isPending}
      error={take.error}
      onClose={onClose}
      onAgree={(reason) => take.mutate(reason)}
    />
  );
}
