import { Badge } from '@mantine/core';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { type Column, ListPage } from './list-page';

type IndexUse = WireAnswer<typeof api.admin.indexes>['items'][number];

const whole = new Intl.NumberFormat();
const kilobytes = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

const columns: Column<IndexUse>[] = [
  { accessor: 'table', title: 'Table', sortable: true, value: ({ table }) => table },
  { accessor: 'index', title: 'Index', sortable: true, value: ({ index }) => index },
  {
    accessor: 'scans',
    title: 'Used',
    sortable: true,
    textAlign: 'right',
    value: ({ scans }) => scans,
    render: ({ scans }) => <span className="figures">{whole.format(scans)}</span>,
  },
  {
    accessor: 'sizeBytes',
    title: 'Size',
    sortable: true,
    textAlign: 'right',
    value: ({ sizeBytes }) => sizeBytes,
    render: ({ sizeBytes }) => <span className="figures">{kilobytes.format(sizeBytes / 1024)} KB</span>,
  },
  {
    accessor: 'neverUsed',
    title: 'Note',
    value: ({ neverUsed, unique }) => (unique ? 'keeps a rule' : neverUsed ? 'never used' : ''),
    render: ({ neverUsed, unique }) =>
      unique ? (
        <Badge variant="default" tt="none">
          keeps a rule
        </Badge>
      ) : neverUsed ? (
        <Badge color="yellow" variant="light" tt="none">
          never used
        </Badge>
      ) : null,
  },
];

export function Page() {
  return (
    <ListPage
      title="Indexes"
      subtitle="Use and size since the statistics were last reset."
      name="indexes"
      listKey={[]}
      read={() => client.admin.indexes()}
      columns={columns}
      idOf={({ index }) => index}
      empty="The database reports no indexes."
    />
  );
}
