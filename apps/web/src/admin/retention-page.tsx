import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { moment } from '../words/time';
import { words } from '../words/words';
import { notedWords } from './audit-words';
import type { Column } from './list-columns';
import { ListPage } from './list-page';

type RetentionTask = WireAnswer<typeof api.admin.retention>['items'][number];

const HOUR_SECONDS = 3600;

const everyWords = (seconds: number): string =>
  seconds < HOUR_SECONDS ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / HOUR_SECONDS)} h`;

const outcomeWords = ({ outcome }: RetentionTask): string => notedWords(outcome ?? {}) || '–';

const columns = (): Column<RetentionTask>[] => [
  { accessor: 'task', title: words('admin.retention.task'), sortable: true, value: ({ task }) => task },
  { accessor: 'what', title: words('admin.retention.what'), value: ({ what }) => what, width: 320 },
  {
    accessor: 'everySeconds',
    title: words('admin.retention.every'),
    sortable: true,
    textAlign: 'right',
    value: ({ everySeconds }) => everySeconds,
    render: ({ everySeconds }) => <span className="figures">{everyWords(everySeconds)}</span>,
  },
  {
    accessor: 'lastFinishedAt',
    title: words('admin.retention.last'),
    sortable: true,
    value: ({ lastFinishedAt }) => lastFinishedAt,
    render: ({ lastFinishedAt }) => (
      <span className="figures">
        {lastFinishedAt === null ? words('admin.retention.notYet') : moment(lastFinishedAt)}
      </span>
    ),
  },
  { accessor: 'outcome', title: words('admin.retention.outcome'), value: outcomeWords, render: outcomeWords },
];

export function Page() {
  return (
    <ListPage
      title={words('layout.to.retention')}
      subtitle={words('admin.retention.of')}
      name="retention"
      listKey={[]}
      read={() => client.admin.retention()}
      columns={columns()}
      idOf={({ task }) => task}
      empty={words('admin.retention.none')}
    />
  );
}
