import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { DEMO, DESK, openBrowser, PASSWORD, type Person, person, PHONE, signIn } from './browsing';
import { type Account, Cast } from './cast';
import { mailedLink } from './outbox';
import { type MovableApplication, runMovableApplication } from './server';

/** What goes wrong with real shifts, each set right from the operator's desk alone. */

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DEGREES_PER_METER = 1 / 111_320;
const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;
const REASON = 'They called and told us';

let browser: Browser;
let application: MovableApplication;
let operator: Person;
let page: Page;
let places = 0;

beforeAll(async () => {
  [browser, application] = await Promise.all([openBrowser(), runMovableApplication({ BATCH_WINDOW_SECONDS: '0' })]);
  operator = await person(browser, { baseURL: application.url, reducedMotion: 'reduce' });
  page = operator.page;
  await page.clock.install({ time: application.now() });
  await signIn(page, DEMO.admin, DEMO.password);
});
afterAll(async () => {
  await browser.close();
  await application.stop();
});

/** People who are near nobody of another test. */
const cast = (): Promise<Cast> =>
  Cast.at(application.url, { lat: 34 + places++, lng: -106 }, () => application.now().getTime());

async function pass(minutes: number): Promise<void> {
  await application.move(minutes * MINUTE_MS);
  await page.clock.setSystemTime(application.now());
}

const at = ({ place }: Cast, meters = 0) => ({ lat: place.lat + meters * DEGREES_PER_METER, lng: place.lng });

const fix = (all: Cast, { client }: Account, id: string, meters: number) =>
  client.tracking.upload({
    params: { id },
    body: { fixes: [{ ...at(all, meters), accuracyMeters: 10, recordedAt: application.now().toISOString() }] },
  });

const checkIn = (all: Cast, { client }: Account, id: string, meters = 0) =>
  client.jobs.checkIn({ params: { id }, body: { location: at(all, meters), accuracyMeters: 10 } });

/** A job that has its guard. */
async function booked(title: string, startsInMinutes = 0) {
  const all = await cast();
  const [customer, guard] = [await all.account('customer', 'Carla'), await all.guardOnDuty('Gerd')];
  const { id } = await all.book(customer, title, startsInMinutes);
  await all.accept(guard, id);
  const read = () => customer.client.jobs.get({ params: { id } });
  return { all, customer, guard, id, read };
}

async function running(title: string) {
  const shift = await booked(title);
  await checkIn(shift.all, shift.guard, shift.id);
  return shift;
}

const onBoard = (kind: string) => page.getByRole('region', { name: kind, exact: true });
const dialog = () => page.getByRole('dialog');

/** Gives the reason and agrees. */
async function because(action: string): Promise<void> {
  await dialog().getByLabel('Reason').fill(REASON);
  const agree = dialog().getByRole('button', { name: action, exact: true });
  await expect.poll(() => agree.isEnabled(), { timeout: 20_000 }).toBe(true);
  expect(await violations(page)).toEqual([]);
  await agree.click();
  await dialog().waitFor({ state: 'detached' });
}

/** At both sizes. */
async function picture(name: string, of = page): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await of.setViewportSize(size);
    await of.screenshot({ animations: 'disabled', path: `${SCREENSHOTS}${name}-${size.width}-light.png` });
  }
}

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const told = (words: string) => page.getByText(words).first().waitFor();
const logged = (words: string) =>
  page.getByRole('region', { name: 'Audit log of this job' }).getByText(words).first().waitFor();

it('a check-out that was forgotten: ended with the hours that were found out', async () => {
  const { read } = await running('Forgotten gate');
  await pass(140);
  await page.goto('/admin/board');
  await onBoard('Over time').getByRole('link', { name: 'End the job: Forgotten gate' }).click();
  await dialog().getByLabel('Hours').fill('1');
  await dialog().getByLabel('Minutes').fill('30');
  await picture('desk-end');
  await because('End the job');
  await told(`An administrator ended the job: ${REASON}`);
  await logged('Asked to end a job');
  expect(await read()).toMatchObject({ status: 'completed', endedBy: 'admin', workedMinutes: 90 });
});

it('a guard who is late: waited for, or replaced', async () => {
  const [waited, replaced] = [await booked('Waited for'), await booked('Replaced')];
  for (const [minutes, meters] of [
    [20, 12_000],
    [9, 4000],
  ] as const) {
    await pass(minutes);
    for (const { all, guard, id } of [waited, replaced]) await fix(all, guard, id, meters);
  }
  await pass(2);
  await page.goto('/admin/board');
  await onBoard('Guard late').waitFor();
  await picture('desk-board');
  await onBoard('Guard late').getByRole('link', { name: 'Call the guard: Waited for' }).click();
  await told('The guard is late');
  await picture('desk-late');
  await press('Wait');
  await because('Wait');
  await told(`An administrator lets the guard come later: ${REASON}`);
  await logged('Answered about a late guard');
  expect(await waited.read()).toMatchObject({ status: 'matched', waitAskedAt: null });

  await page.goto(`/admin/jobs/${replaced.id}`);
  await press('Another guard');
  await because('Search another guard');
  await told(`An administrator has another guard searched for: ${REASON}`);
  expect(await replaced.read()).toMatchObject({ status: 'requested', guard: null });
});

it('a guard at a gate far from the pin: begun by the operator', async () => {
  const { all, guard, id, read } = await booked('Far gate');
  await expect(checkIn(all, guard, id, 320)).rejects.toMatchObject({ code: 'outside_geofence' });
  await page.goto(`/admin/jobs/${id}`);
  await press('The guard is here');
  await because('They are here');
  await told(`An administrator says that the guard is there: ${REASON}`);
  await logged('Said that the guard is there');
  expect(await read()).toMatchObject({ status: 'in_progress', checkInProof: 'admin' });
});

it('a post that was left: seen on the board until the guard is back', async () => {
  const { all, guard, id } = await running('Left post');
  for (const minutes of [10, 3, 3]) {
    await pass(minutes);
    await fix(all, guard, id, 900);
  }
  await page.goto('/admin/board');
  await onBoard('Left the post').getByRole('link', { name: 'Call the guard: Left post' }).click();
  await told('The guard is away from the site');
  await page.getByRole('region', { name: 'Guard', exact: true }).getByRole('link', { name: guard.email }).waitFor();
  await pass(3);
  await fix(all, guard, id, 5);
  await told('The guard is back at the site');
  await page.goto('/admin/board');
  await page.getByRole('heading', { level: 1, name: 'Board' }).waitFor();
  await page.getByRole('link', { name: 'Call the guard: Left post' }).waitFor({ state: 'detached' });
});

it('a guard who is suspended: at work with the hours so far, the next job for others; and let in again', async () => {
  const { all, customer, guard, read } = await running('Suspended at work');
  const next = await all.book(customer, 'Suspended before', DAY_MINUTES);
  await all.admin.desk.assign({ params: { id: next.id }, body: { guardId: guard.id, reason: REASON } });
  await pass(30);
  await page.goto(`/admin/people/${guard.id}`);
  await page.getByRole('button', { name: 'Suspend' }).waitFor();
  await picture('desk-person');
  await press('Suspend');
  await because('Suspend the account');
  await told('Guard · Suspended');
  const ended = await read();
  expect(ended.status).not.toBe('in_progress');
  expect(ended.dueAmountCents).toBeGreaterThan(0);
  const { status } = await customer.client.jobs.get({ params: { id: next.id } });
  expect(status).toBe('requested');
  await press('Lift the suspension');
  await because('Lift the suspension');
  await told('Guard · Active');
});

it('a licence that changes while it is looked at: seen again, refused with the reason, confirmed', async () => {
  const guard = await (await cast()).guardOnDuty('Lydia');
  const send = (licenseNumber: string) =>
    guard.client.guards.replaceMe({
      body: {
        ...{ licenseNumber, licenseState: 'CA', licenseExpiresOn: '2030-12-31', clearanceLevel: 'armed' },
        ...{ skills: [], hourlyRateCents: 1500, baseLocation: { lat: 34, lng: -106 } },
      },
    });
  const decide = async (action: string): Promise<void> => {
    await dialog().getByLabel('Reason').fill(REASON);
    await dialog().getByRole('button', { name: action }).click();
  };
  operator.forgive(/status of 409/);
  await send('A-10001');
  await page.goto('/admin/board');
  await onBoard('Papers to see').getByRole('link', { name: 'See the papers: Lydia Tester' }).click();
  await dialog().getByText('CA A-10001').waitFor();
  await send('A-10002');
  await decide('Confirm the licence');
  await dialog().getByText('Look at them again').waitFor();
  await dialog().getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Verify Lydia Tester' }).click();
  await dialog().getByText('CA A-10002').waitFor();
  await decide('Refuse the papers');
  await dialog().waitFor({ state: 'detached' });
  expect(await guard.client.guards.me()).toMatchObject({ licenseVerifiedAt: null });
  await send('A-10003');
  await page.goto('/admin/board');
  await onBoard('Papers to see').getByRole('link', { name: 'See the papers: Lydia Tester' }).click();
  await dialog().getByText('CA A-10003').waitFor();
  await decide('Confirm the licence');
  await dialog().waitFor({ state: 'detached' });
  expect((await guard.client.guards.me()).licenseVerifiedAt).not.toBeNull();
});

it('a wrong gate code, and another time: changed, and proposed to the guard', async () => {
  const { guard, id, read } = await booked('Wrong code', DAY_MINUTES);
  await page.goto(`/admin/jobs/${id}`);
  await press('Change this job');
  await dialog().getByLabel('For the guard').fill('Gate code 4711');
  await dialog().getByLabel('What there is to do').fill('Walk the fence every hour');
  await because('Change the job');
  await told(`Changed for the customer: ${REASON}`);
  await logged('Changed a job for the customer');
  const { locationNotes } = await guard.client.jobs.get({ params: { id } });
  expect(locationNotes).toBe('Gate code 4711');

  await press('Change this job');
  await dialog().getByLabel('Hours').fill('3');
  await because('Ask the guard');
  await told('The customer asks for a change');
  const [proposal] = (await guard.client.jobEdits.proposals({ params: { id } })).items;
  await guard.client.jobEdits.accept({ params: { id: proposal?.id ?? '' } });
  await told('The guard agreed to the change');
  await expect.poll(async () => (await read()).durationHours, { timeout: 20_000 }).toBe(3);
});

it('a customer on the phone: booked for them, and cancelled with the reason', async () => {
  const customer = await (await cast()).account('customer', 'Phoebe');
  await page.goto(`/admin/people/${customer.id}`);
  await page.getByRole('link', { name: 'Book for them' }).click();
  await page.getByRole('combobox', { name: 'Address, ZIP code or town' }).fill('94607');
  await page.getByRole('option', { name: /94607/ }).click();
  await page.getByRole('button', { name: 'Put pin in the middle' }).click();
  await picture('desk-book');
  await page.getByLabel('Name of the job').fill('By phone');
  await page.getByLabel('Reason').fill(REASON);
  // A digit too many is asked about before it holds a fortune on the card of somebody who only listens.
  await page.getByLabel('You offer per hour').fill('600');
  const book = page.getByRole('button', { name: 'Book for at most $2,400.00' });
  await book.click();
  const question = page.getByRole('dialog', { name: 'Is this what you want?' });
  await question.getByText('The card of Phoebe Tester is held for up to $2,400.00: 4 h at $600.00 an hour.').waitFor();
  await picture('desk-second-look');
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect((await customer.client.jobs.list()).items).toEqual([]);
  // The second tap neither answers the question nor takes it away.
  await book.dblclick();
  await question.getByRole('button', { name: 'Book for at most $2,400.00' }).dblclick();
  await page.getByRole('heading', { level: 1, name: 'By phone' }).waitFor();
  await told(`Booked for the customer: ${REASON}`);
  const { items } = await customer.client.jobs.list();
  expect(items).toMatchObject([{ title: 'By phone', status: 'requested', totalAmountCents: 240_000 }]);
  const [job] = items;

  await press('Cancel this job');
  await because('Cancel the job');
  await told(`Cancelled: ${REASON}`);
  await logged('Asked to cancel a job');
  const cancelled = await customer.client.jobs.get({ params: { id: job?.id ?? '' } });
  expect(cancelled).toMatchObject({ status: 'cancelled', dueAmountCents: 0 });
});

it('a job that nobody has accepted: a named guard is assigned from the board', async () => {
  const all = await cast();
  const [customer, guard] = [await all.account('customer', 'Ursula'), await all.guardOnDuty('Norbert')];
  await guard.client.guards.setAvailability({ body: { status: 'offline' } });
  const { id } = await all.book(customer, 'Nobody yet', 60);
  await page.goto('/admin/board');
  await onBoard('Nobody yet').getByRole('link', { name: 'Assign a guard: Nobody yet' }).click();
  await dialog().getByLabel('Guard', { exact: true }).fill('norbert');
  await dialog().getByRole('radio', { name: 'Norbert Tester' }).check();
  await because('Assign');
  await told(`A guard was assigned: ${REASON}`);
  expect(await customer.client.jobs.get({ params: { id } })).toMatchObject({ guard: { id: guard.id } });
});

it('money that is stuck: the customer is called, and their card asked again', async () => {
  const all = await cast();
  const customer = await all.account('customer', 'Monika');
  await application.declineNextCards(1);
  const { id } = await all.book(customer, 'Refused card', DAY_MINUTES);
  await page.goto('/admin/board');
  await onBoard('Money').getByRole('link', { name: 'Call the customer: Refused card' }).click();
  await page.getByRole('region', { name: 'Customer', exact: true }).getByText(customer.email).waitFor();
  await press('Ask the card again');
  await because('Ask the card');
  await told('Card held');
  await logged('Had the card asked again');
  const { sum } = await customer.client.payments.ofJob({ params: { id } });
  expect(sum.heldCents).toBe(6000);
});

it('an e-mail address that was mistyped: the link goes to the right one', async () => {
  const customer = await (await cast()).account('customer', 'Mistyped');
  const right = `right.${customer.email}`;
  await page.goto(`/admin/people/${customer.id}`);
  await press('Change e-mail');
  await dialog().getByLabel('New e-mail').fill(right);
  await because('Mail the link');
  const there = await person(browser, { baseURL: application.url });
  await there.page.goto(await mailedLink(right, 'Confirm your new e-mail address', application.outbox));
  await there.page.getByRole('button', { name: 'Use this address' }).click();
  await expect.poll(async () => (await customer.client.users.me()).email, { timeout: 20_000 }).toBe(right);
  await page.reload();
  await told(right);
  await there.context.close();
});

it('a guard who leaves early: the customer has another one asked for the rest', async () => {
  const { all, customer, guard, id } = await running('Left early');
  await pass(30);
  const body = { location: at(all), accuracyMeters: 10, reason: 'They felt ill' };
  await guard.client.jobs.checkOut({ params: { id }, body });
  const theirs = await person(browser, { baseURL: application.url, reducedMotion: 'reduce' });
  await theirs.page.clock.install({ time: application.now() });
  await signIn(theirs.page, customer.email, PASSWORD);
  await theirs.page.goto(`/jobs/${id}`);
  await theirs.page.getByText('They felt ill').first().waitFor();
  await picture('customer-rest', theirs.page);
  expect(await violations(theirs.page)).toEqual([]);
  await theirs.page.getByRole('button', { name: /rest/ }).click();
  await expect.poll(async () => (await customer.client.jobs.list()).items.length, { timeout: 20_000 }).toBe(2);
  expect(theirs.complaints).toEqual([]);
  await theirs.context.close();
});

it('nothing of all that was complained about', () => expect(operator.complaints).toEqual([]));
