import 'mantine-datatable/styles.layer.css';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { DataTable, type DataTableSortStatus } from 'mantine-datatable';
import { useMemo, useState } from 'react';
import { words } from '../words/words';
import { arranged, type Column } from './list-columns';
import classes from './list.module.css';

/** Below it a table would be wider than the page, and its last column, with what can be done, out of sight. */
const ROOM_FOR_TABLE = '(min-width: 62em)';

interface RowsProps<T> {
  rows: T[];
  columns: Column<T>[];
  idOf: (row: T) => string;
  /** Nothing has come yet; or what is shown is of other words than those that are typed. */
  isFirst: boolean;
  isLoading: boolean;
  inRows: string;
  empty: string;
}

/** The rows of a list: a table where there is room for one, and one below the other on a phone. */
export function Rows<T>(props: RowsProps<T>) {
  const hasRoom = useMediaQuery(ROOM_FOR_TABLE, true, { getInitialValueInEffect: false });
  if (props.isFirst) return <RowsSkeleton />;
  return hasRoom ? <Table {...props} /> : <Cards {...props} />;
}

const SKELETON_ROWS = 8;

/** As high as the rows that come, in the place in which they come. */
export const RowsSkeleton = () => (
  <div className={classes['skeleton']} role="status" aria-busy="true" aria-label={words('layout.loading')}>
    {Array.from({ length: SKELETON_ROWS }, (_, row) => (
      <div key={row}>
        <Skeleton h={14} w={`${row % 2 === 0 ? 70 : 55}%`} />
      </div>
    ))}
  </div>
);

/** In the order of the server: no column is marked. */
const UNSORTED = { columnAccessor: '', direction: 'asc' as const };

function Table<T>({ rows, columns, idOf, isLoading, inRows, empty }: RowsProps<T>) {
  const [sort, setSort] = useState<DataTableSortStatus<T> | null>(null);
  const shown = useMemo(() => arranged(rows, columns, inRows, sort), [rows, columns, inRows, sort]);
  return (
    <DataTable<T>
      records={shown}
      columns={columns.map(({ value: _, isAction: _action, isName: _name, ...column }) => column)}
      idAccessor={(row) => idOf(row)}
      fetching={isLoading}
      minHeight={shown.length === 0 ? 180 : 0}
      noRecordsText={empty}
      verticalSpacing="sm"
      withTableBorder
      borderRadius="md"
      backgroundColor="var(--aegis-surface)"
      sortStatus={sort ?? UNSORTED}
      onSortStatusChange={setSort}
    />
  );
}

function Cards<T>({ rows, columns, idOf, isLoading, inRows, empty }: RowsProps<T>) {
  const shown = useMemo(() => arranged(rows, columns, inRows, null), [rows, columns, inRows]);
  const seen = columns.filter(({ hidden }) => hidden !== true);
  const name = seen.find(({ isName }) => isName) ?? seen[0];
  const [facts, actions] = [seen.filter((one) => one !== name && !one.isAction), seen.filter((one) => one.isAction)];
  if (shown.length === 0)
    return (
      <Text className="panel" c="dimmed" ta="center" py="xl">
        {empty}
      </Text>
    );
  return (
    <Stack component="ul" className={classes['cards'] ?? ''} gap="sm" aria-busy={isLoading}>
      {shown.map((row) => (
        <li key={idOf(row)} className="panel">
          <div className={classes['name']}>{name && shownOf(name, row)}</div>
          <dl className={classes['facts']}>
            {facts.map((column) => (
              <div key={column.accessor}>
                <dt>{column.title}</dt>
                <dd>{shownOf(column, row)}</dd>
              </div>
            ))}
          </dl>
          {actions.map((column) => (
            <div key={column.accessor} className={classes['actions']}>
              {shownOf(column, row)}
            </div>
          ))}
        </li>
      ))}
    </Stack>
  );
}

const shownOf = <T,>({ render, value }: Column<T>, row: T) => (render ? render(row) : (value(row) ?? '–'));
