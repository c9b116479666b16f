import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { FileContent } from '@aegis/contract';
import { csvOf } from '@aegis/words/csv';
import { IconSearch } from '@tabler/icons-react';
import { NO_ANSWER } from '../data/problems';
import { useInAddress } from '../layout/in-address';
import { Page as Frame } from '../layout/page';
import { SaveButton } from '../layout/save-button';
import { hasNothingToWaitFor, Problem } from '../layout/states';
import { words } from '../words/words';
import { type ReadPage, readAll, useAdminList } from './admin-list';
import type { Column } from './list-columns';
import { Rows, RowsSkeleton } from './list-rows';
import { today } from '../words/now';

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
      skeleton={<ListSkeleton />}
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
      {hasNothingToWaitFor(list) && <Problem error={NO_ANSWER} />}
      {!list.isLoadingError && !hasNothingToWaitFor(list) && <Found {...props} search={search} list={list} />}
    </Frame>
  );
}

const ListSkeleton = () => (
  <Stack gap="md">
    <Skeleton h={36} mt={20} />
    <RowsSkeleton />
  </Stack>
);

/** Not of what could not be read: nothing of it is said to be empty. */
function Found<T>({ search, list, ...props }: ListPageProps<T> & { search: Search<T>; list: AdminList<T> }) {
  const rows = list.items;
  return (
    <>
      <Rows
        {...props}
        rows={rows}
        isFirst={list.isPending}
        isLoading={list.isPlaceholderData}
        inRows={search.inRows}
        empty={search.typed === '' ? props.empty : words('admin.list.nothingFound')}
      />
      <Group justify="space-between">
        {/* Of what is still on its way nothing is counted. */}
        <Text size="sm" c="dimmed" className="figures" role="status">
          {!list.isPending &&
            words(list.hasNextPage ? 'admin.list.shownMore' : 'admin.list.shown', { count: rows.length })}
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
