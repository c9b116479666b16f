import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cast } from './cast';
import { cutSentences } from './room';
import { baseUrl, openBrowser, PASSWORD, type Person, person, PHONE } from './browsing';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));
/** Far from other tests' guards. */
const PLACE = { lat: 38.5816, lng: -121.4944 };
const ZIP = '95814';

let browser: Browser;
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

const inSpanish = (): Promise<Person> =>
  person(browser, {
    viewport: PHONE,
    locale: 'es-US',
    reducedMotion: 'reduce',
    permissions: ['geolocation'],
    geolocation: { latitude: PLACE.lat, longitude: PLACE.lng, accuracy: 10 },
  });

/** Nothing is wider than the phone, and what is seen is kept for people to look at. */
async function fits(page: Page, name: string): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy=true], .mantine-Skeleton-root') === null);
  await page.screenshot({ path: `${SCREENSHOTS}es-${name}-360.png`, fullPage: true });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect({ name, wider, cut: await cutSentences(page) }).toEqual({ name, wider: 0, cut: [] });
}

async function signUp(page: Page, name: string, as: 'customer' | 'guard'): Promise<string> {
  const email = `${name.toLowerCase()}.${Date.now()}@example.com`;
  await page.goto(as === 'guard' ? '/sign-up?as=guard' : '/sign-up');
  await page.getByLabel('Nombre').fill(name);
  await page.getByLabel('Apellido').fill('Prueba');
  await page.getByLabel('Correo electrónico').fill(email);
  await page.locator('input[type=password]').fill(PASSWORD);
  await fits(page, `sign-up-${as}`);
  await page.getByRole('button', { name: 'Abrir cuenta' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));
  return email;
}

const isOf = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.lang);

it('leads through booking and acceptance in Spanish, on a phone', async () => {
  const cast = await Cast.at(baseUrl(), PLACE);
  const guard = await cast.guardOnDuty('Lola');
  const { page, context, complaints } = await inSpanish();

  await page.goto('/');
  await page.getByRole('heading', { name: 'Un guardia con licencia, cuando y donde lo necesite.' }).last().waitFor();
  expect(await isOf(page)).toBe('es');
  await fits(page, 'landing');

  await signUp(page, 'Rosa', 'customer');
  await page.goto('/book');
  await page.getByRole('heading', { name: 'Reservar un guardia' }).waitFor();
  await page.getByRole('combobox', { name: 'Dirección, código postal o ciudad' }).fill(ZIP);
  await page.getByRole('option', { name: new RegExp(ZIP) }).click();
  await page.getByText('Muévalo a la puerta').waitFor();
  await page.getByRole('button', { name: 'Marcador al centro' }).click();
  await page.getByLabel('Nombre del turno').fill('Portón norte');
  await fits(page, 'book');
  await page.getByRole('button', { name: /^Reservar por \$.* como máximo$/ }).click();
  await page.waitForURL(/\/jobs\/[\w-]{36}$/);
  await page
    .getByText(/preguntando a guardias cercanos|Lola/)
    .first()
    .waitFor();
  await fits(page, 'job-asking');

  await cast.accept(guard, page.url().split('/').at(-1) ?? '');
  await page.getByText('Un guardia aceptó').waitFor();
  await fits(page, 'job-matched');

  for (const [path, name] of [
    ['/jobs', 'jobs'],
    ['/messages', 'messages'],
    ['/account', 'account'],
    ['/nowhere', 'not-found'],
  ] as const) {
    await page.goto(path);
    await fits(page, name);
  }
  await page.goto('/messages');
  await page.getByText('Lola Tester aceptó').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('offers a job in Spanish, and says why it is refused', async () => {
  const cast = await Cast.at(baseUrl(), { lat: PLACE.lat + 1, lng: PLACE.lng });
  const guard = await cast.guardOnDuty('Nico');
  await guard.client.users.changeMe({ body: { language: 'es' } });
  const customer = await cast.account('customer', 'Otto');
  await customer.client.payments.setup();
  const job = await cast.book(customer, 'Night gate');
  await expect.poll(async () => (await guard.client.offers.mine()).items.length, { timeout: 60_000 }).toBe(1);
  const told = async (): Promise<string | undefined> =>
    (await guard.client.notifications.list({ query: {} })).items.find(({ kind }) => kind === 'offer')?.body;
  await expect.poll(told).toMatch(/^Night gate, .* Hora límite: /);
  await guard.client.users.changeMe({ body: { firstName: 'Nicolás' } });
  await expect(guard.client.jobs.get({ params: { id: crypto.randomUUID() } })).rejects.toMatchObject({
    detail: 'Aquí no hay nada o no es suyo.',
  });
  await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'test' } });
});

it('changes the language for a visitor and for an account, and keeps it', async () => {
  const { page, context, complaints } = await person(browser, { viewport: PHONE });
  await page.goto('/');
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByRole('heading', { name: 'Un guardia con licencia, cuando y donde lo necesite.' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Reservar un guardia' }).last().waitFor();
  expect(await isOf(page)).toBe('es');
  await signUp(page, 'Iris', 'customer');
  await page.goto('/account');
  await page.getByLabel('Idioma').selectOption('en');
  await page.getByRole('region', { name: 'Usted' }).getByRole('button', { name: 'Guardar' }).click();
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
  expect(await isOf(page)).toBe('en');
  await page.reload();
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
