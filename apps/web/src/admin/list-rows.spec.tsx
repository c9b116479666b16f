// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import * as en from '@aegis/words/en';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { speakWith } from '../words/speech';
import type { Column } from './list-columns';
import { Rows } from './list-rows';

interface Place {
  id: string;
  name: string;
  street: string | null;
}

const COLUMNS: Column<Place>[] = [
  { accessor: 'street', title: 'Street', value: ({ street }) => street },
  { accessor: 'name', title: 'Name', isName: true, value: ({ name }) => name },
  { accessor: 'key', title: 'Key', value: ({ id }) => id, hidden: true },
  {
    ...{ accessor: 'open', title: 'Action', isAction: true, value: () => null },
    render: ({ name }) => <button>Open {name}</button>,
  },
];
const PLACES: Place[] = [
  { id: 'p-1', name: 'Depot', street: '1 Quay Street' },
  { id: 'p-2', name: 'Gate', street: null },
];

beforeAll(() => speakWith('en', en));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** On a screen that has room for a table, or none. */
function show(hasRoom: boolean, shown: { rows?: Place[]; isFirst?: boolean; inRows?: string } = {}): void {
  vi.stubGlobal('matchMedia', (media: string) => ({
    ...{ media, matches: media.includes('62em') ? hasRoom : false },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  const { rows = PLACES, isFirst = false, inRows = '' } = shown;
  render(
    <MantineProvider env="test">
      <Rows
        {...{ rows, columns: COLUMNS, idOf: ({ id }: Place) => id, isFirst, isLoading: false, inRows }}
        empty="No place is known."
      />
    </MantineProvider>,
  );
}

describe('the rows of a list on a phone', () => {
  it('stand one below the other, by their names, each with what can be done and with nothing out of sight', () => {
    show(false);
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'DepotStreet1 Quay StreetOpen Depot',
      'GateStreet–Open Gate',
    ]);
    expect(screen.getByRole('button', { name: 'Open Gate' })).toBeTruthy();
  });

  it('are those that are looked for, in what is hidden too', () => {
    show(false, { inRows: 'P-2' });
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('say that there are none', () => {
    show(false, { rows: [] });
    expect(screen.getByText('No place is known.')).toBeTruthy();
    expect(screen.queryByRole('listitem')).toBeNull();
  });
});

it('the rows of a list where there is room are a table', () => {
  show(true);
  expect(screen.getAllByRole('row')).toHaveLength(1 + PLACES.length);
  expect(screen.queryByRole('listitem')).toBeNull();
});

it.each([true, false])('rows that have not come yet are not said to be none (with room: %s)', (hasRoom) => {
  show(hasRoom, { rows: [], isFirst: true });
  expect(screen.getByRole('status', { name: 'Loading' }).getAttribute('aria-busy')).toBe('true');
  expect(screen.queryByText('No place is known.')).toBeNull();
});
