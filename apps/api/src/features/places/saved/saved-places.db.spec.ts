import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { eraseNow } from '../../../../test/erase-now.js';

const AT_ONCE = 20;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

type Form = Parameters<Person['client']['places']['save']>[0]['body'];

const form = (changes: Partial<Form> = {}): Form => ({
  label: 'Stadium, gate 4',
  address: '1000 Vin Scully Ave, Los Angeles, CA 90012',
  location: { lat: 34.0739, lng: -118.24 },
  siteRadiusMeters: 400,
  notes: 'Code 1234',
  contact: { name: 'Sam', phone: '+12135550134' },
  ...changes,
});

const save = ({ client }: Person, changes: Partial<Form> = {}) => client.places.save({ body: form(changes) });
const listOf = async ({ client }: Person) => (await client.places.saved()).items;

describe('saved places', () => {
  it('are kept as they were written, by their names, changed and removed', async () => {
    const customer = await market.registerCustomer();
    const stadium = await save(customer);
    const { locationPrecision: _, ...written } = form();
    expect(stadium).toEqual({ id: stadium.id, ...written });
    const depot = await save(customer, { label: 'depot', notes: null, contact: null });
    expect(await listOf(customer)).toEqual([depot, stadium]);
    const change = { params: { id: stadium.id }, body: form({ label: 'Arena', notes: 'Code 9876' }) };
    const changed = await customer.client.places.change(change);
    expect(changed).toMatchObject({ id: stadium.id, label: 'Arena', notes: 'Code 9876' });
    await customer.client.places.remove({ params: { id: depot.id } });
    expect(await listOf(customer)).toEqual([changed]);
  });

  it('have one of a name, also when twenty are saved at once', async () => {
    const customer = await market.registerCustomer();
    const tries = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => save(customer)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(save(customer, { label: 'STADIUM, GATE 4' })).rejects.toMatchObject({
      status: 409,
      code: 'place_label_taken',
    });
    const other = await save(customer, { label: 'Depot' });
    const rename = { params: { id: other.id }, body: form() };
    await expect(customer.client.places.change(rename)).rejects.toMatchObject({ code: 'place_label_taken' });
    expect(await listOf(customer)).toHaveLength(2);
  });

  it('of somebody else are not there, and guards have none', async () => {
    const { id } = await save(await market.registerCustomer());
    const stranger = await market.registerCustomer();
    expect(await listOf(stranger)).toEqual([]);
    await expect(stranger.client.places.change({ params: { id }, body: form() })).rejects.toMatchObject({
      status: 404,
    });
    await expect(stranger.client.places.remove({ params: { id } })).rejects.toMatchObject({ status: 404 });
    await expect(save(await market.registerGuard())).rejects.toMatchObject({ status: 403 });
  });

  it.each([49, 501, 150.5])('have no radius of %d m', async (siteRadiusMeters) => {
    const customer = await market.registerCustomer();
    await expect(save(customer, { siteRadiusMeters })).rejects.toMatchObject({ status: 400 });
  });

  it('are in the export of a person, and go with them', async () => {
    const customer = await market.registerCustomer();
    await save(customer);
    const { content } = await customer.client.users.exportMe({ query: { format: 'json' } });
    const exported = Buffer.from(content as Uint8Array).toString();
    expect(exported).toContain('1000 Vin Scully Ave');
    expect(exported).toContain('Code 1234');
    await customer.client.users.eraseMe();
    await eraseNow(market, customer.id);
    expect(
      await market.application.dataSource.query(`SELECT FROM customer_places WHERE user_id = $1`, [customer.id]),
    ).toEqual([]);
  });
});
