import 'mantine-datatable/styles.layer.css';
import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { FileContent } from '@aegis/contract';
import { csvOf, type CsvValue } from '@aegis/words/csv';
import { IconSearch } from '@tabler/icons-react';
import { DataTable, type DataTableSortStatus } from 'mantine-datatable';
import { type ReactNode, useMemo, useState } from 'react';
import { useInAddress } from '../layout/in-address';
import { Page as Frame } from '../layout/page';
import { SaveButton } from '../layout/save-button';
import { Problem } from '../layout/states';
import { words } from '../words/words';
import { type ReadPage, readAll, useAdminList } from './admin-list';
import { today } from '../words/now';

export interface Column<T> {
  accessor: string;
  title?: string;
  sortable?: boolean;
  textAlign?: 'left' | 'right';
  width?: number;
  render?: (row: T) => ReactNode;
  /** As it is sorted by, searched in and exported. */
  value: (row: T) => CsvValue;
  /** Holds buttons: nothing to export. */
  isAction?: boolean;
  /** In the file and found by the search, but not in the table. */
  hidden?: boolean;
}

interface Choice {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

interface ListPageProps<T> {
  title: string;
  subtitle?: string;
  name: string;
  /** Changes with what `read` asks for. */
  listKey: readonly unknown[];
  read: ReadPage<T>;
  columns: Column<T>[];
  idOf: (row: T) => string;
  /** What the server looks for, in words: `read` is asked with what is typed. Without it only what has come is searched, once all has. */
  finds?: string;
  choice?: Choice;
  empty: string;
  onOpen?: (row: T) => void;
}

const TYPING_MS = 250;

/** What is typed, what of it the server is asked for, and what is looked for in the rows that have come. */
function useSearch<T>({ read, finds }: ListPageProps<T>) {
  const [typed, setTyped] = useInAddress('words', '');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const isServers = finds !== undefined;
  const readFound: ReadPage<T> = (query) => read({ ...query, ...(isServers && asked !== '' && { words: asked }) });
  return { typed, setTyped, readFound, key: isServers ? asked : '', inRows: isServers ? '' : typed };
}

/** A list of the administrator: filter, search, sort, and everything as a file. */
export function ListPage<T>(props: ListPageProps<T>) {
  const { title, subtitle, name, listKey, choice, finds } = props;
  const search = useSearch(props);
  const list = useAdminList([name, ...listKey, search.key], search.readFound);
  return (
    <Frame
      title={title}
      subtitle={subtitle}
      wide
      action={
        <SaveButton name={`aegis-${name}.csv`} read={() => everything({ ...props, read: search.readFound })}>
          {words('admin.list.export')}
        </SaveButton>
      }
    >
      <Group gap="sm" align="flex-end">
        {(finds !== undefined || !list.hasNextPage) && (
          <TextInput
            label={words(finds === undefined ? 'admin.list.search' : 'admin.list.find')}
            description={finds}
            leftSection={<IconSearch size={18} aria-hidden />}
            maxLength={100}
            value={search.typed}
            onChange={(event) => search.setTyped(event.currentTarget.value)}
            flex="1 1 220px"
          />
        )}
        {choice && (
          <Select
            label={choice.label}
            data={choice.options}
            value={choice.value}
            allowDeselect={false}
            onChange={(value) => value !== null && choice.onChange(value)}
            flex="0 1 220px"
          />
        )}
      </Group>
      {list.error && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isLoadingError && <Found {...props} search={search} list={list} />}
    </Frame>
  );
}

/** Not of what could not be read: nothing of it is said to be empty. */
function Found<T>({ search, list, ...props }: ListPageProps<T> & { search: Search<T>; list: AdminList<T> }) {
  const rows = list.items;
  return (
    <>
      <Rows
        {...props}
        rows={rows}
        isLoading={list.isPending || list.isPlaceholderData}
        inRows={search.inRows}
        empty={search.typed === '' ? props.empty : words('admin.list.nothingFound')}
      />
      <Group justify="space-between">
        <Text size="sm" c="dimmed" className="figures" role="status">
          {words(list.hasNextPage ? 'admin.list.shownMore' : 'admin.list.shown', { count: rows.length })}
        </Text>
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words('admin.showMore')}
          </Button>
        )}
      </Group>
    </>
  );
}

type Search<T> = ReturnType<typeof useSearch<T>>;
type AdminList<T> = ReturnType<typeof useAdminList<T>>;

/** In the order of the server: no column is marked. */
const UNSORTED = { columnAccessor: '', direction: 'asc' as const };

function Rows<T>({
  rows,
  columns,
  idOf,
  isLoading,
  inRows,
  empty,
  onOpen,
}: ListPageProps<T> & { rows: T[]; isLoading: boolean; inRows: string }) {
  const [sort, setSort] = useState<DataTableSortStatus<T> | null>(null);
  const shown = useMemo(() => arranged(rows, columns, inRows, sort), [rows, columns, inRows, sort]);
  return (
    <DataTable<T>
      records={shown}
      columns={columns.map(({ value: _, isAction: _action, ...column }) => column)}
      idAccessor={(row) => idOf(row)}
      fetching={isLoading}
      minHeight={shown.length === 0 ? 180 : 0}
      noRecordsText={empty}
      verticalSpacing="sm"
      highlightOnHover={onOpen !== undefined}
      withTableBorder
      borderRadius="md"
      backgroundColor="var(--aegis-surface)"
      sortStatus={sort ?? UNSORTED}
      onSortStatusChange={setSort}
      {...(onOpen && { onRowClick: ({ record }: { record: T }) => onOpen(record) })}
    />
  );
}

function arranged<T>(rows: T[], columns: Column<T>[], search: string, sort: DataTableSortStatus<T> | null): T[] {
  const wanted = search.trim().toLowerCase();
  const found =
    wanted === ''
      ? rows
      : rows.filter((row) =>
          columns.some(({ value }) =>
            String(value(row) ?? '')
              .toLowerCase()
              .includes(wanted),
          ),
        );
  const by = columns.find(({ accessor }) => accessor === sort?.columnAccessor)?.value;
  if (!by || !sort) return found;
  const way = sort.direction === 'asc' ? 1 : -1;
  return found.toSorted((one, other) => way * compare(by(one), by(other)));
}

function compare(one: CsvValue, other: CsvValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one ?? '').localeCompare(String(other ?? ''));
}

/** Everything there is, not only what is shown. */
async function everything<T>({ name, read, columns }: ListPageProps<T>): Promise<FileContent> {
  const rows = await readAll(read);
  const exported = columns.filter(({ isAction }) => !isAction);
  const csv = csvOf(
    exported.map(({ accessor }) => accessor),
    rows.map((row) => exported.map(({ value }) => value(row))),
  );
  return {
    // The mark tells spreadsheets that names are in UTF-8.
    content: new TextEncoder().encode(`\uFEFF${csv}`),
    contentType: 'text/csv;charset=utf-8',
    fileName: `aegis-${name}-${today().toISOString().slice(0, 10)}.csv`,
  };
}
