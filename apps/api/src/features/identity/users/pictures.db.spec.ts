import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { type RawAnswer, sendRaw } from '../../../../test/raw-request.js';

const PICTURES_PER_HOUR = 100;
/** Fifty million pixels in a few kilobytes. */
const BOMB_SIDE = 7070;
/** The largest that is unpacked. */
const LARGEST_SIDE = 4890;

let market: Marketplace;

beforeAll(async () => {
  const generous = { RATE_USER_PER_MINUTE: '1000', RATE_ANONYMOUS_PER_MINUTE: '1000' };
  market = await Marketplace.open({
    RATE_LIMITS: 'on',
    RATE_PICTURES_PER_HOUR: String(PICTURES_PER_HOUR),
    ...generous,
  });
});
afterAll(() => market.close());

const square = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: 'black' }, limitInputPixels: false });

const put = ({ token }: Person, body: Buffer, type = 'image/png'): Promise<RawAnswer> =>
  sendRaw(market.application.port, {
    method: 'PUT',
    path: '/api/v1/users/me/photo',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body,
  });

const codeOf = ({ text }: RawAnswer): string => (text === '' ? 'taken' : (JSON.parse(text) as { code: string }).code);

describe('a picture that unpacks to far more than it is', () => {
  it.each([
    ['fifty million pixels as a PNG', () => square(BOMB_SIDE).png().toBuffer(), 'image/png'],
    ['fifty million pixels as a WebP', () => square(BOMB_SIDE).webp({ effort: 0 }).toBuffer(), 'image/webp'],
    ['a JPEG in several passes', () => square(BOMB_SIDE).jpeg({ progressive: true }).toBuffer(), 'image/jpeg'],
    ['more than fifty million as a JPEG', () => square(7080).jpeg().toBuffer(), 'image/jpeg'],
  ])('is refused by its head: %s', async (_, make, type) => {
    const body = await make();
    expect(codeOf(await put(await market.registerGuard(), body, type))).toBe('picture_too_large');
  });

  it('is taken as a phone makes it, fifty million pixels as a JPEG', async () => {
    const body = await square(BOMB_SIDE).jpeg().toBuffer();
    expect(codeOf(await put(await market.registerGuard(), body, 'image/jpeg'))).toBe('taken');
  });
});

describe('a flood of pictures by one person', () => {
  it('is their own to wait for: most are refused, each says when to come again, and others are let in', async () => {
    const [many, other] = [await market.registerGuard(), await market.registerGuard()];
    const body = await square(LARGEST_SIDE).png().toBuffer();
    const flood = Promise.all(Array.from({ length: 60 }, () => put(many, body)));
    const signedIn = await market.application.client().auth.login({ body: { email: other.email, password: PASSWORD } });
    expect(signedIn.user.id).toBe(other.id);
    const answers = await flood;
    const codes = answers.map(codeOf);
    expect(new Set(codes)).toEqual(new Set(['taken', 'too_much_at_once']));
    for (const { status, headers } of answers.filter((answer) => codeOf(answer) === 'too_much_at_once'))
      expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true]);
    expect(codeOf(await put(many, await square(8).png().toBuffer()))).toBe('taken');
  });

  it('ends for an hour when there were as many as anybody needs', async () => {
    const person = await market.registerGuard();
    const body = await square(8).png().toBuffer();
    const codes: string[] = [];
    for (let sent = 0; sent <= PICTURES_PER_HOUR; sent++) codes.push(codeOf(await put(person, body)));
    expect(codes.pop()).toBe('too_many_pictures');
    expect(new Set(codes)).toEqual(new Set(['taken']));
  });
});
