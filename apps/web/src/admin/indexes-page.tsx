import { Badge } from '@mantine/core';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { locale } from '../words/speech';
import { words } from '../words/words';
import type { Column } from './list-columns';
import { ListPage } from './list-page';

type IndexUse = WireAnswer<typeof api.admin.indexes>['items'][number];

const whole = (number: number): string => number.toLocaleString(locale(), { maximumFractionDigits: 0 });

/** What there is to say of one, and how loud. */
function noteOf({ unique, neverUsed }: IndexUse) {
  if (unique) return { note: words('admin.indexes.rule'), look: { variant: 'default' } };
  return neverUsed ? { note: words('admin.indexes.never'), look: { color: 'yellow', variant: 'light' } } : null;
}

const columns = (): Column<IndexUse>[] => [
  { accessor: 'table', title: words('admin.indexes.table'), sortable: true, value: ({ table }) => table },
  { accessor: 'index', title: words('admin.indexes.index'), sortable: true, value: ({ index }) => index },
  {
    accessor: 'scans',
    title: words('admin.indexes.used'),
    sortable: true,
    textAlign: 'right',
    value: ({ scans }) => scans,
    render: ({ scans }) => <span className="figures">{whole(scans)}</span>,
  },
  {
    accessor: 'sizeBytes',
    title: words('admin.indexes.size'),
    sortable: true,
    textAlign: 'right',
    value: ({ sizeBytes }) => sizeBytes,
    render: ({ sizeBytes }) => (
      <span className="figures">{words('admin.indexes.kilobytes', { size: whole(sizeBytes / 1024) })}</span>
    ),
  },
  {
    accessor: 'neverUsed',
    title: words('admin.indexes.note'),
    value: (index) => noteOf(index)?.note ?? '',
    render: (index) => {
      const said = noteOf(index);
      return (
        said && (
          <Badge {...said.look} tt="none">
            {said.note}
          </Badge>
        )
      );
    },
  },
];

export function Page() {
  return (
    <ListPage
      title={words('layout.to.indexes')}
      subtitle={words('admin.indexes.of')}
      name="indexes"
      listKey={[]}
      read={() => client.admin.indexes()}
      columns={columns()}
      idOf={({ index }) => index}
      empty={words('admin.indexes.none')}
    />
  );
}
