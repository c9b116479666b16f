import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { mailsTo } from '../../../../test/outbox.js';

const PASSWORD = 'a-long-password';
const SPANISH = 'es-MX,es;q=0.9,en;q=0.8';

let market: Marketplace;
let customer: Person;

beforeAll(async () => {
  market = await Marketplace.open({ RATE_LIMITS: 'off' });
  customer = await market.registerCustomer();
});
afterAll(() => market.close());

const ask = (path: string, { token, ...init }: RequestInit & { token?: string } = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${market.application.port}/api/v1${path}`, {
    ...init,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(init.headers as Record<string, string>),
    },
  });

interface Refusal {
  title: string;
  detail: string;
  errors?: { path: string; message: string }[];
}

const refusal = async (answer: Promise<Response>): Promise<Refusal> => (await (await answer).json()) as Refusal;

const register = (body: object, headers: Record<string, string> = {}): Promise<Response> => {
  const person = { password: PASSWORD, firstName: 'Rosa', lastName: 'Prueba', role: 'customer' };
  return ask('/auth/register', { method: 'POST', body: JSON.stringify({ ...person, ...body }), headers });
};

const mailTo = (email: string): Promise<string> =>
  vi.waitFor(
    () => {
      const [mail = ''] = mailsTo(market.application.dataDir, email);
      expect(mail).not.toBe('');
      return mail;
    },
    { timeout: 10_000, interval: 50 },
  );

describe('the language of a person', () => {
  it('is the one that is said at the sign-up, or the one that the browser asks for', async () => {
    const language = async (answer: Promise<Response>): Promise<string> =>
      ((await (await answer).json()) as { user: { language: string } }).user.language;
    const email = (): string => `${randomUUID()}@example.com`;
    expect(await language(register({ email: email() }))).toBe('en');
    expect(await language(register({ email: email() }, { 'accept-language': SPANISH }))).toBe('es');
    expect(await language(register({ email: email(), language: 'en' }, { 'accept-language': SPANISH }))).toBe('en');
  });

  it('is that of their mails, from the first one on', async () => {
    const email = `${randomUUID()}@example.com`;
    await register({ email, language: 'es' });
    expect(await mailTo(email)).toMatch(/Confirme que esta direcci/);
  });

  it('is that of refusals from the moment at which it is changed', async () => {
    const { token } = customer;
    expect(await refusal(ask(`/jobs/${randomUUID()}`, { token }))).toMatchObject({ title: 'Not found' });
    await customer.client.users.changeMe({ body: { language: 'es' } });
    expect(await refusal(ask(`/jobs/${randomUUID()}`, { token, headers: { 'accept-language': 'en' } }))).toMatchObject({
      title: 'No encontrado',
      detail: 'Aquí no hay nada o no es suyo.',
    });
    await customer.client.users.changeMe({ body: { language: 'en' } });
    expect(await refusal(ask(`/jobs/${randomUUID()}`, { token }))).toMatchObject({ title: 'Not found' });
  });

  it('is one of ours', async () => {
    const body = JSON.stringify({ language: 'xx' });
    expect((await ask('/users/me', { method: 'PATCH', token: customer.token, body })).status).toBe(400);
  });
});

describe('who is not signed in', () => {
  it('is refused in the language that their browser asks for, field by field', async () => {
    const headers = { 'accept-language': SPANISH };
    const body = { email: 'nobody', password: 'short' };
    const spanish = await refusal(register(body, headers));
    expect(spanish.title).toBe('Solicitud incorrecta');
    const said = Object.fromEntries(spanish.errors?.map(({ path, message }) => [path, message]) ?? []);
    expect(said['body.password']).toBe('una contraseña tiene al menos 10 caracteres');
    expect(said['body.email']).toMatch(/inválid/i);
    const english = await refusal(register(body));
    expect(english.title).toBe('Bad request');
    expect(english.errors?.map(({ message }) => message).join()).toContain('a password has at least 10 characters');
  });
});
