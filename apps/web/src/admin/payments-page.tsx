import { Anchor, Badge, Button } from '@mantine/core';
import type { PaymentStatus, WireAnswer, api } from '@aegis/contract';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { useInAddress } from '../layout/in-address';
import { PAYMENT_STATES, PAYMENT_TYPES } from '../words/market';
import { money } from '../words/money';
import { moment } from '../words/time';
import { words } from '../words/words';
import type { Column } from './list-columns';
import { ListPage } from './list-page';
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
    title: words('admin.when'),
    sortable: true,
    value: ({ createdAt }) => createdAt,
    render: ({ createdAt }) => <span className="figures">{moment(createdAt)}</span>,
  },
  {
    accessor: 'type',
    title: words('admin.what'),
    sortable: true,
    isName: true,
    value: ({ type }) => type,
    render: ({ type }) => PAYMENT_TYPES[type],
  },
  {
    accessor: 'status',
    title: words('admin.state'),
    sortable: true,
    value: ({ status }) => status,
    render: ({ status }) => (
      <Badge color={PAYMENT_STATES[status].color} variant="light" tt="none">
        {PAYMENT_STATES[status].words}
      </Badge>
    ),
  },
  amount('amountCents', words('admin.payments.amount'), ({ amountCents }) => amountCents),
  amount('platformFeeCents', words('admin.payments.service'), ({ platformFeeCents }) => platformFeeCents),
  amount('guardPayoutCents', words('admin.guard'), ({ guardPayoutCents }) => guardPayoutCents),
  {
    accessor: 'failureCode',
    title: words('admin.payments.failure'),
    value: ({ failureCode }) => failureCode,
    // What the bank says, and not the name that programs have for it.
    render: ({ failureCode, failureMessage }) => failureMessage ?? failureCode?.replaceAll('_', ' ') ?? '–',
  },
  {
    accessor: 'jobId',
    title: words('admin.job'),
    value: ({ jobId }) => jobId,
    render: ({ jobId }) => (
      <Anchor component={Link} to={`/admin/jobs/${jobId}`} underline="always" inherit>
        {words('admin.open')}
      </Anchor>
    ),
  },
  {
    accessor: 'refund',
    title: words('admin.action'),
    textAlign: 'right',
    isAction: true,
    value: () => null,
    render: (payment) =>
      payment.type === 'charge' && payment.purpose !== 'credit' && payment.status === 'succeeded' ? (
        <Button size="compact-md" variant="default" onClick={() => refund(payment)}>
          {words('admin.payments.refund')}
        </Button>
      ) : null,
  },
];

const options = () => [
  { value: 'all', label: words('admin.allStates') },
  ...Object.entries(PAYMENT_STATES).map(([value, state]) => ({ value, label: state.words })),
];

export function Page() {
  const [status, setStatus] = useInAddress('status', 'all');
  const [chosen, setChosen] = useState<Payment | null>(null);
  const columns = useMemo(() => columnsFor(setChosen), []);
  return (
    <>
      <ListPage
        title={words('layout.to.payments')}
        subtitle={words('admin.payments.of')}
        name="payments"
        listKey={[status]}
        read={(query) =>
          client.admin.payments({ query: { ...query, ...(status !== 'all' && { status: status as PaymentStatus }) } })
        }
        finds={words('admin.payments.finds')}
        columns={columns}
        idOf={({ id }) => id}
        choice={{ label: words('admin.state'), value: status, options: options(), onChange: setStatus }}
        empty={words('admin.payments.none')}
      />
      <RefundDialog payment={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
