import { Anchor, Badge, Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DisputeStatus, WireAnswer, api } from '@aegis/contract';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { useEntryKeys } from '../data/entry-key';
import { say } from '../layout/messages';
import { SaveButton } from '../layout/save-button';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { moment } from '../words/time';
import type { Column } from './list-columns';
import { ListPage } from './list-page';
import classes from './list.module.css';
import { words } from '../words/words';

type Dispute = WireAnswer<typeof api.disputes.list>['items'][number];

const COLORS: Record<DisputeStatus, string> = { needs_answer: 'red', answered: 'yellow', won: 'green', lost: 'gray' };

function stateOf({ status, isInquiry }: Dispute): string {
  const state = words(`disputes.${status}`);
  return isInquiry ? words('disputes.inquiry', { state }) : state;
}

/** Those of cards; the provider may have another, which is shown as it calls it. */
const REASONS = [
  'credit_not_processed',
  'duplicate',
  'fraudulent',
  'general',
  'product_not_received',
  'product_unacceptable',
  'subscription_canceled',
  'unrecognized',
] as const;

function reasonWords(reason: string): string {
  const known = REASONS.find((one) => one === reason);
  return known === undefined ? reason.replaceAll('_', ' ') : words(`disputes.because.${known}`);
}

/** What becomes of it, and until when. */
function termOf({ status, answerBy, answersItselfAt, answeredAt, closedAt }: Dispute): string {
  if (closedAt !== null) return moment(closedAt);
  if (status === 'answered')
    return words('disputes.sent', { when: answeredAt === null ? '' : moment(answeredAt) }).trim();
  if (answeredAt !== null) return words('disputes.sending');
  if (answersItselfAt !== null) return words('disputes.byItself', { when: moment(answersItselfAt) });
  return answerBy === null ? words('disputes.noAnswer') : words('disputes.until', { when: moment(answerBy) });
}

const factColumns = (): Column<Dispute>[] => [
  {
    accessor: 'openedAt',
    title: words('admin.user.since'),
    sortable: true,
    value: ({ openedAt }) => openedAt,
    render: ({ openedAt }) => <span className="figures">{moment(openedAt)}</span>,
  },
  {
    accessor: 'jobTitle',
    title: words('admin.job'),
    sortable: true,
    width: 140,
    isName: true,
    value: ({ jobTitle }) => jobTitle,
    render: ({ jobId, jobTitle }) => (
      <Anchor component={Link} to={`/admin/jobs/${jobId}`} underline="always" inherit>
        {jobTitle}
      </Anchor>
    ),
  },
  {
    accessor: 'status',
    title: words('admin.state'),
    sortable: true,
    value: stateOf,
    render: (dispute) => (
      <Badge color={COLORS[dispute.status]} variant="light" tt="none">
        {stateOf(dispute)}
      </Badge>
    ),
  },
  {
    accessor: 'amountCents',
    title: words('admin.payments.amount'),
    sortable: true,
    textAlign: 'right',
    value: ({ amountCents }) => amountCents,
    render: ({ amountCents }) => <span className="figures">{money(amountCents)}</span>,
  },
  {
    accessor: 'reason',
    title: words('disputes.reason'),
    value: ({ reason }) => reason,
    render: ({ reason }) => reasonWords(reason),
  },
];

const answerColumns = (): Column<Dispute>[] => [
  {
    accessor: 'provedPercent',
    title: words('disputes.proved'),
    sortable: true,
    textAlign: 'right',
    value: ({ provedPercent }) => provedPercent,
    render: ({ provedPercent }) => <span className="figures">{provedPercent} %</span>,
  },
  {
    accessor: 'answerBy',
    title: words('disputes.term'),
    sortable: true,
    width: 170,
    value: ({ answerBy }) => answerBy,
    // A sentence, which may take two lines as a time may not.
    render: (dispute) => (
      <span className="figures" style={{ whiteSpace: 'normal' }}>
        {termOf(dispute)}
      </span>
    ),
  },
  {
    accessor: 'answer',
    title: words('admin.action'),
    textAlign: 'right',
    width: 160,
    isAction: true,
    value: () => null,
    render: (dispute) => <Answer dispute={dispute} />,
  },
];

function Answer({ dispute: { id, status, answeredAt } }: { dispute: Dispute }) {
  const queries = useQueryClient();
  const keys = useEntryKeys();
  const answer = useMutation({
    mutationFn: () => client.disputes.answer({ params: { id }, idempotencyKey: keys.of([id]) }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['admin', 'disputes'] });
      void say({
        title: words('disputes.onItsWay'),
        message: words('disputes.onItsWayHow'),
      });
    },
  });
  return (
    <Group gap="xs" className={classes['buttons'] ?? ''}>
      <SaveButton size="compact-md" name="work-record.pdf" read={() => client.disputes.evidence({ params: { id } })}>
        {words('disputes.evidence')}
      </SaveButton>
      {status === 'needs_answer' && answeredAt === null && (
        <Button size="compact-md" loading={answer.isPending} onClick={() => answer.mutate()}>
          {words('disputes.send')}
        </Button>
      )}
      {answer.error && <Problem error={answer.error} />}
    </Group>
  );
}

export function Page() {
  const shown = useMemo(() => [...factColumns(), ...answerColumns()], []);
  return (
    <ListPage
      title={words('disputes.title')}
      subtitle={words('disputes.of')}
      name="disputes"
      listKey={[]}
      read={() => client.disputes.list()}
      columns={shown}
      idOf={({ id }) => id}
      empty={words('disputes.nothing')}
    />
  );
}
