import { Anchor, Badge, Button } from '@mantine/core';
import type { PaymentStatus, WireAnswer, api } from '@aegis/contract';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { PAYMENT_STATES, PAYMENT_TYPES } from '../words/market';
import { money } from '../words/money';
import { moment } from '../words/time';
import { type Column, ListPage } from './list-page';
import { RefundDialog } from './refund-dialog';

type Payment = WireAnswer<typeof api.admin.payments>['items'][number];

const amount = (accessor: keyof Payment, title: string, value: (row: Payment) => number): Column<Payment> => ({
  accessor,
  title,
  sortable: true,
  textAlign: 'right',
  value,
  render: (row) => <span className="figures">{money(value(row))}</span>,
});

const columnsFor = (refund: (payment: Payment) => void): Column<Payment>[] => [
  {
    accessor: 'createdAt',
    title: 'When',
    sortable: true,
    value: ({ createdAt }) => createdAt,
    render: ({ createdAt }) => <span className="figures">{moment(createdAt)}</span>,
  },
  {
    accessor: 'type',
    title: 'What',
    sortable: true,
    value: ({ type }) => type,
    render: ({ type }) => PAYMENT_TYPES[type],
  },
  {
    accessor: 'status',
    title: 'State',
    sortable: true,
    value: ({ status }) => status,
    render: ({ status }) => (
      <Badge color={PAYMENT_STATES[status].color} variant="light" tt="none">
        {PAYMENT_STATES[status].words}
      </Badge>
    ),
  },
  amount('amountCents', 'Amount', ({ amountCents }) => amountCents),
  amount('platformFeeCents', 'Service', ({ platformFeeCents }) => platformFeeCents),
  amount('guardPayoutCents', 'Guard', ({ guardPayoutCents }) => guardPayoutCents),
  {
    accessor: 'failureCode',
    title: 'Failure',
    value: ({ failureCode }) => failureCode,
    render: ({ failureCode }) => failureCode ?? '–',
  },
  {
    accessor: 'jobId',
    title: 'Job',
    value: ({ jobId }) => jobId,
    render: ({ jobId }) => (
      <Anchor component={Link} to={`/admin/jobs/${jobId}`} underline="always">
        Open
      </Anchor>
    ),
  },
  {
    accessor: 'refund',
    title: 'Action',
    textAlign: 'right',
    isAction: true,
    value: () => null,
    render: (payment) =>
      payment.type === 'charge' && payment.status === 'succeeded' ? (
        <Button size="compact-md" variant="default" onClick={() => refund(payment)}>
          Refund
        </Button>
      ) : null,
  },
];

const options = [
  { value: 'all', label: 'All states' },
  ...Object.entries(PAYMENT_STATES).map(([value, { words }]) => ({ value, label: words })),
];

export function Page() {
  const [status, setStatus] = useState('all');
  const [chosen, setChosen] = useState<Payment | null>(null);
  const columns = useMemo(() => columnsFor(setChosen), []);
  return (
    <>
      <ListPage
        title="Payments"
        subtitle="Every row of money, the newest first."
        name="payments"
        listKey={[status]}
        read={(query) =>
          client.admin.payments({ query: { ...query, ...(status !== 'all' && { status: status as PaymentStatus }) } })
        }
        columns={columns}
        idOf={({ id }) => id}
        choice={{ label: 'State', value: status, options, onChange: setStatus }}
        empty="No payments in this state."
      />
      <RefundDialog payment={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
