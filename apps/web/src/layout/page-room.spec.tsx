// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { useQuery } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';
import { client } from '../data/client';
import * as market from '../spec-support/market-answers';
import { leavePage, showPage } from '../spec-support/show-page';
import { Page as Frame } from './page';
import { Load } from './states';

afterEach(leavePage);

const useJob = () =>
  useQuery({
    queryKey: ['job'],
    queryFn: () => client.jobs.get({ params: { id: market.JOB_ID } }),
    retry: false,
  });

/** Whose title is not known before what it shows. */
const InPlaceOfAPage = () => <Load from={useJob()}>{({ title }) => <Frame title={title}>Its parts</Frame>}</Load>;

/** Which has its title, and waits for a part. */
const WithinAPage = () => (
  <Frame title="A page">
    <Load from={useJob()}>{({ title }) => <p>{title}</p>}</Load>
  </Frame>
);

const BROKEN = {
  refusal: { status: 500, code: 'internal_error', detail: 'Something broke on our side. Nothing was changed.' },
} as const;

const roomsAbove = (element: Element | null): number => {
  const room = element?.closest('[data-page-room]') ?? null;
  return room === null ? 0 : 1 + roomsAbove(room.parentElement);
};

// What stood in the place of a page lay at the edges of the screen; within one it stood in by the edges of a second.
it.each([
  ['in the place of a page', <InPlaceOfAPage key="page" />],
  ['within a page', <WithinAPage key="part" />],
])('what went wrong, and what is still to come, has the edges of one page: %s', async (_where, page) => {
  const shown = { page, path: '/', as: market.somebody('customer') };
  showPage({ ...shown, replies: { 'GET /jobs/:id': 'slow' } });
  expect(roomsAbove(await screen.findByRole('status', { name: 'Loading' }))).toBe(1);
  leavePage();
  showPage({ ...shown, replies: { 'GET /jobs/:id': BROKEN } });
  expect(roomsAbove(await screen.findByRole('alert'))).toBe(1);
  leavePage();
  showPage({ ...shown, replies: { 'GET /jobs/:id': { answer: market.jobIn(60, 'matched') } } });
  expect(roomsAbove(await screen.findByRole('heading', { level: 1 }))).toBe(1);
});
