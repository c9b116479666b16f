import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { moment } from '../words/time';
import { type Column, ListPage } from './list-page';

type RetentionTask = WireAnswer<typeof api.admin.retention>['items'][number];

const HOUR_SECONDS = 3600;

const everyWords = (seconds: number): string =>
  seconds < HOUR_SECONDS ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / HOUR_SECONDS)} h`;

const outcomeWords = ({ outcome }: RetentionTask): string =>
  outcome === null
    ? '–'
    : Object.entries(outcome)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join(', ');

const columns: Column<RetentionTask>[] = [
  { accessor: 'task', title: 'Task', sortable: true, value: ({ task }) => task },
  { accessor: 'what', title: 'What is deleted', value: ({ what }) => what, width: 320 },
  {
    accessor: 'everySeconds',
    title: 'Every',
    sortable: true,
    textAlign: 'right',
    value: ({ everySeconds }) => everySeconds,
    render: ({ everySeconds }) => <span className="figures">{everyWords(everySeconds)}</span>,
  },
  {
    accessor: 'lastFinishedAt',
    title: 'Last finished',
    sortable: true,
    value: ({ lastFinishedAt }) => lastFinishedAt,
    render: ({ lastFinishedAt }) => (
      <span className="figures">{lastFinishedAt === null ? 'not yet' : moment(lastFinishedAt)}</span>
    ),
  },
  { accessor: 'outcome', title: 'Outcome', value: outcomeWords, render: outcomeWords },
];

export function Page() {
  return (
    <ListPage
      title="Retention"
      subtitle="What is deleted when, and the last run of each task."
      name="retention"
      listKey={[]}
      read={() => client.admin.retention()}
      columns={columns}
      idOf={({ task }) => task}
      empty="No task has been declared."
    />
  );
}
