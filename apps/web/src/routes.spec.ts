// @vitest-environment happy-dom
import type { RouteObject } from 'react-router';
import { expect, it } from 'vitest';
import { ROUTES } from './routes';
import { PAGES, statesOf } from './spec-support/stage/pages';

const pathsOf = (routes: readonly RouteObject[]): string[] =>
  routes.flatMap(({ path, children = [] }) => [...(path === undefined ? [] : [path]), ...pathsOf(children)]);

const inOrder = (paths: Iterable<string>): string[] => [...new Set(paths)].toSorted();

/** Which are documents of their own, and load nothing else of the application. */
const BESIDE = ['/share'];

it('puts every page of the application on stage, those beside it, and no other', () => {
  const staged = Object.values(PAGES).map(({ route }) => route);
  expect(inOrder(staged)).toEqual(inOrder([...pathsOf(ROUTES), ...BESIDE]));
});

it('puts a page that is of several roles on stage for each of them', () => {
  const roles = (route: string) => Object.values(PAGES).flatMap((page) => (page.route === route ? [page.as] : []));
  expect(inOrder(roles('/account').map(String))).toEqual(['admin', 'customer', 'guard']);
  expect(inOrder(roles('/messages').map(String))).toEqual(['admin', 'customer', 'guard']);
});

it.each(Object.entries(PAGES).filter(([, { needs }]) => needs !== undefined))(
  'shows %s loading, broken, out of reach and with names that are long or from right to left',
  (_name, staged) => {
    const states = statesOf(staged);
    const wanted = ['loading', 'error', 'offline', 'long-names', 'right-to-left-names'];
    expect(Object.keys(states)).toEqual(
      expect.arrayContaining([...wanted, ...(staged.isList ? ['empty', 'many'] : [])]),
    );
    for (const need of staged.needs ?? []) {
      expect(states['loading']?.replies[need]).toBe('slow');
      expect(states['offline']?.replies[need]).toBe('unreachable');
      // What it needs is answered otherwise: a name that no endpoint has would be no state.
      expect(states['usual']?.replies[need]).toHaveProperty('answer');
    }
  },
);
