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
import { type Column, ListPage } from './list-page';
import { words } from '../words/words';

type Dispute = WireAnswer<typeof api.disputes.list>['items'][number];

const COLORS: Record<DisputeStatus, string> = { needs_answer: 'red', answered: 'yellow', won: 'green', lost: 'gray' };

function stateOf({ status, isInquiry }: Dispute): string {
  const state = words(`admin.dispute.${status}`);
  return isInquiry ? words('admin.dispute.inquiry', { state }) : state;
}

/** What becomes of it, and until when. */
function termOf({ status, answerBy, answersItselfAt, answeredAt, closedAt }: Dispute): string {
  if (closedAt !== null) return moment(closedAt);
  if (status === 'answered')
    return words('admin.dispute.sent', { when: answeredAt === null ? '' : moment(answeredAt) }).trim();
  if (answeredAt !== null) return words('admin.dispute.sending');
  if (answersItselfAt !== null) return words('admin.dispute.byItself', { when: moment(answersItselfAt) });
  return answerBy === null ? words('admin.dispute.noAnswer') : words('admin.dispute.until', { when: moment(answerBy) });
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
    value: ({ jobTitle }) => jobTitle,
    render: ({ jobId, jobTitle }) => (
      <Anchor component={Link} to={`/admin/jobs/${jobId}`} underline="always">
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
    title: words('admin.dispute.reason'),
    value: ({ reason }) => reason.replaceAll('_', ' '),
  },
];

const answerColumns = (): Column<Dispute>[] => [
  {
    accessor: 'provedPercent',
    title: words('admin.dispute.proved'),
    sortable: true,
    textAlign: 'right',
    value: ({ provedPercent }) => provedPercent,
    render: ({ provedPercent }) => <span className="figures">{provedPercent} %</span>,
  },
  {
    accessor: 'answerBy',
    title: words('admin.dispute.term'),
    sortable: true,
    value: ({ answerBy }) => answerBy,
    render: (dispute) => <span className="figures">{termOf(dispute)}</span>,
  },
  {
    accessor: 'answer',
    title: words('admin.action'),
    textAlign: 'right',
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
        title: words('admin.dispute.onItsWay'),
        message: words('admin.dispute.onItsWayHow'),
      });
    },
  });
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <SaveButton size="compact-md" name="work-record.pdf" read={() => client.disputes.evidence({ params: { id } })}>
        {words('admin.dispute.evidence')}
      </SaveButton>
      {status === 'needs_answer' && answeredAt === null && (
        <Button size="compact-md" loading={answer.isPending} onClick={() => answer.mutate()}>
          {words('admin.dispute.send')}
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
      title={words('admin.dispute.title')}
      subtitle={words('admin.dispute.of')}
      name="disputes"
      listKey={[]}
      read={() => client.disputes.list()}
      columns={shown}
      idOf={({ id }) => id}
      empty={words('admin.dispute.nothing')}
    />
  );
}
