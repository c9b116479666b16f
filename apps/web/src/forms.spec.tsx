// @vitest-environment happy-dom
import { api, type Endpoint } from '@aegis/contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from './data/query-client';
import { ME, type User } from './data/session-state';
import { keepTypedOver } from './layout/typed';
import type { AnsweringServer, Replies, Reply } from './spec-support/answering-server';
import { type Form, FORMS, WITHOUT_FORM } from './spec-support/forms';
import * as market from './spec-support/market-answers';
import { PATIENCE } from './spec-support/patience';
import { leavePage, showPage } from './spec-support/show-page';

// A map needs a graphics card; what it shows is said beside it.
vi.mock('./map/map-canvas', () => ({ MapCanvas: () => null }));

const groups: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = api;
const sendsSomething = (source: string): boolean =>
  [...source.matchAll(/\bclient\s*\.\s*(\w+)\s*(?:\.\s*(\w+)|\[)/g)].some(([, group = '', name]) =>
    name === undefined ? group in groups : (groups[group]?.[name]?.method ?? 'GET') !== 'GET',
  );

/** By its path below this folder. */
const sources = Object.entries(
  import.meta.glob<string>(['./**/*.{ts,tsx}', '!./**/*.spec.*', '!./spec-support/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).map(([path, source]) => [path.replace('./', ''), source] as const);
const tests = Object.keys(import.meta.glob(['./**/*.spec.{ts,tsx}', '../browser/*.browser.ts']));

describe('the list of what sends something', () => {
  const listed = [...Object.keys(FORMS), ...Object.keys(WITHOUT_FORM)];

  it('is whole: each file that does stands in it once, as a form or with its reason', () => {
    const sending = sources.filter(([, source]) => sendsSomething(source)).map(([file]) => file);
    expect([...listed].sort()).toEqual(sending.sort());
  });

  it('names tests that are there', () => {
    const named = Object.values(WITHOUT_FORM).flatMap((why) => why.match(/[a-z-]+\.(?:spec|browser)\.tsx?/g) ?? []);
    expect(named.filter((file) => !tests.some((path) => path.endsWith(`/${file}`)))).toEqual([]);
  });
});

let stop = (): void => undefined;
// A browser that makes passkeys.
beforeEach(() => void Object.assign(window, { isSecureContext: true, PublicKeyCredential: class {} }));
beforeEach(() => void (stop = keepTypedOver(() => queryClient.getQueryData<User | null>(ME)?.id ?? null)));
afterEach(() => {
  stop();
  leavePage();
  sessionStorage.clear();
  vi.restoreAllMocks();
});

const field = (label: string): HTMLInputElement =>
  screen.getByLabelText<HTMLInputElement>(label, { exact: false, selector: 'input, textarea' });

async function open({ page, as, replies = {}, open: way }: Form): Promise<AnsweringServer> {
  const user = as === null ? null : market.somebody(as);
  queryClient.setQueryData(ME, user);
  const server = showPage({ page, path: '/', as: user ?? market.somebody('customer'), replies });
  if (user === null) localStorage.clear();
  if (way) fireEvent.click((await screen.findAllByRole('button', { name: way }, PATIENCE))[0] as HTMLElement);
  return server;
}

/** Fields in which something is found while one types look for it once one is in them. */
async function choose(label: string, { typed, found }: { typed: string; found: string }): Promise<void> {
  await waitFor(() => field(label), PATIENCE);
  fireEvent.focus(field(label));
  fireEvent.change(field(label), { target: { value: typed } });
  fireEvent.click(await screen.findByRole('option', { name: found }, PATIENCE));
  await waitFor(() => expect(field(label).value).toBe(found), PATIENCE);
}

async function fill({ types = {}, secrets = {}, chooses = {} }: Form): Promise<void> {
  for (const [label, what] of Object.entries(chooses)) await choose(label, what);
  for (const [label, value] of Object.entries({ ...types, ...secrets })) {
    await waitFor(() => field(label), PATIENCE);
    fireEvent.change(field(label), { target: { value } });
  }
}

/** Once it can be pressed: that of the dialog, where the page has one of the same name that opens it. */
async function button({ press }: Form): Promise<HTMLButtonElement> {
  const all = await screen.findAllByRole<HTMLButtonElement>('button', { name: press }, PATIENCE);
  const found = all.at(-1) as HTMLButtonElement;
  await waitFor(() => expect(found.disabled).toBe(false), PATIENCE);
  return found;
}

const isStillThere = ({ types = {}, chooses = {} }: Form): void => {
  for (const [label, { found }] of Object.entries(chooses)) expect(field(label).value, label).toBe(found);
  for (const [label, value] of Object.entries(types)) expect(field(label).value, label).toContain(value);
};

/** Without what only looks at what it would cost. */
const sent = ({ asked }: AnsweringServer, { sends }: Form) =>
  asked.filter(({ name, body }) => name === sends && (body as { preview?: boolean } | undefined)?.preview !== true);

const answersWith = (server: AnsweringServer, { sends }: Form, reply: Reply): Replies =>
  (server.replies = { ...server.replies, [sends]: reply });

async function isSentAs(body: unknown, form: Form, server: AnsweringServer): Promise<void> {
  answersWith(server, form, 'slow');
  (await button(form)).click();
  await waitFor(() => expect(sent(server, form)).toHaveLength(1), PATIENCE);
  expect(sent(server, form)[0]?.body).toEqual(body);
}

const SIGNED_OUT: Reply = { refusal: { status: 401, code: 'unauthenticated', detail: 'Sign in again.' } };

const all = Object.entries(FORMS).flatMap(([file, forms]) =>
  Object.entries(forms).map(([name, form]) => ({ name: `${name} (${file})`, form })),
);
const having = (part: keyof Form) => all.filter(({ form }) => form[part] !== undefined);

describe.each(all)('$name', ({ form }) => {
  it('pressed twice in a moment is sent once, and a slow answer leaves it as it is', async () => {
    const server = await open(form);
    await fill(form);
    const press = await button(form);
    answersWith(server, form, 'slow');
    press.click();
    press.click();
    await waitFor(() => expect(sent(server, form)).toHaveLength(1), PATIENCE);
    await waitFor(() => expect(press.dataset['loading']).toBe('true'), PATIENCE);
    press.click();
    isStillThere(form);
    expect(sent(server, form)).toHaveLength(1);
    if (form.opposite)
      expect(screen.getByRole<HTMLButtonElement>('button', { name: form.opposite }).disabled).toBe(true);
  });

  it('without network says so, keeps what was typed, and can be pressed again', async () => {
    const server = await open(form);
    await fill(form);
    const press = await button(form);
    answersWith(server, form, 'unreachable');
    press.click();
    await screen.findByText(/Nothing you entered is lost; try again/, undefined, PATIENCE);
    isStillThere(form);
    const before = sent(server, form);
    answersWith(server, form, 'slow');
    (await button(form)).click();
    await waitFor(() => expect(sent(server, form).length).toBe(before.length + 1), PATIENCE);
    expect(sent(server, form).at(-1)?.body).toEqual(before[0]?.body);
  });
});

/** What is kept on the device outlives the page. */
function reload(): void {
  const kept = Object.entries<string>({ ...localStorage });
  leavePage();
  for (const [name, value] of kept) localStorage.setItem(name, value);
}

describe.each(having('types').filter(({ form }) => form.as !== null))('what was typed into $name', ({ form }) => {
  it('is there again after the session has ended in the middle, and a reload', async () => {
    const server = await open(form);
    await fill(form);
    const press = await button(form);
    answersWith(server, form, SIGNED_OUT);
    press.click();
    await waitFor(() => expect(queryClient.getQueryData(ME)).toBeNull(), PATIENCE);
    reload();
    await open(form);
    await waitFor(() => isStillThere(form), PATIENCE);
    window.dispatchEvent(new Event('pagehide'));
    reload();
    stop();
    stop = keepTypedOver(() => queryClient.getQueryData<User | null>(ME)?.id ?? null);
    const again = await open(form);
    await waitFor(() => isStillThere(form), PATIENCE);
    // What was chosen is more than its words: it can be sent as it was.
    if (form.chooses) await isSentAs(sent(server, form)[0]?.body, form, again);
    expect(JSON.stringify(sessionStorage)).not.toMatch(/a-long-password|another-password/);
  });
});

describe.each(having('refuses'))('a mistake in $name that the server finds', ({ form }) => {
  it('stands at its field, which has the focus', async () => {
    const server = await open(form);
    await fill(form);
    const [path, label] = form.refuses ?? ['', ''];
    const errors = [{ path: `body.${path}`, message: 'is no such thing' }];
    const press = await button(form);
    answersWith(server, form, {
      refusal: { status: 400, code: 'invalid_request', detail: 'Look at the fields.', errors },
    });
    press.click();
    await waitFor(() => expect(document.activeElement).toBe(field(label)), PATIENCE);
    expect(field(label).closest('[data-error]')).not.toBeNull();
  });
});

describe.each(having('chooses'))('what is typed into $name, and not chosen from what is found', ({ form }) => {
  it('is led to, and not sent', async () => {
    const server = await open(form);
    await fill({ ...form, chooses: {} });
    for (const [label, { typed }] of Object.entries(form.chooses ?? {})) {
      fireEvent.change(field(label), { target: { value: typed } });
      (await button(form)).click();
      await waitFor(() => expect(document.activeElement).toBe(field(label)), PATIENCE);
      expect(field(label).closest('[data-error]')).not.toBeNull();
    }
    expect(sent(server, form)).toEqual([]);
  });
});

describe.each(having('anew'))('another price of $name', ({ form }) => {
  it('is shown and can be pressed, and the one that was pressed is not taken', async () => {
    const server = await open(form);
    await fill(form);
    const press = await button(form);
    const { replies, shows, press: pressAnew = form.press, pins } = form.anew ?? { replies: {}, shows: /^$/, pins: {} };
    server.replies = { ...server.replies, ...replies };
    press.click();
    await screen.findByText('It is another sum than you were shown.', undefined, PATIENCE);
    await screen.findByText(shows, undefined, PATIENCE);
    (await button({ ...form, press: pressAnew })).click();
    await waitFor(() => expect(sent(server, form)).toHaveLength(2), PATIENCE);
    expect(sent(server, form).map(({ body }) => body)).toMatchObject([form.pins, pins]);
  });
});

describe.each(having('pins'))('the price of $name', ({ form }) => {
  it('is the one that was on the button when it was pressed', async () => {
    const server = await open(form);
    await fill(form);
    (await button(form)).click();
    await waitFor(() => expect(sent(server, form)[0]?.body).toMatchObject(form.pins ?? {}), PATIENCE);
  });
});
