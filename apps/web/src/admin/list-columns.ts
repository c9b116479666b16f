import type { CsvValue } from '@aegis/words/csv';
import type { DataTableSortStatus } from 'mantine-datatable';
import type { ReactNode } from 'react';

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
  /** What a row is called where it is no row of a table; the first column, where none is. */
  isName?: boolean;
  /** In the file and found by the search, but not in the table. */
  hidden?: boolean;
}

/** What is looked for in the rows that have come, in the order that was chosen. */
export function arranged<T>(rows: T[], columns: Column<T>[], search: string, sort: DataTableSortStatus<T> | null): T[] {
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
