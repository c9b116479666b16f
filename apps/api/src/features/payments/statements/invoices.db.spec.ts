import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileContent } from '@aegis/contract';
import { MoneyWorld } from '../spec-support/money-world.js';

const SELLER = 'Acme Guards LLC|1 Main Street| Austin, TX 78701 |EIN 12-3456789';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start({ INVOICE_SELLER: SELLER });
});
afterAll(() => world.stop());

async function textOf({ content }: FileContent): Promise<string> {
  const pdf = await getDocumentProxy(new Uint8Array(content as Uint8Array));
  return (await extractText(pdf, { mergePages: true })).text.replaceAll(/\s+/g, ' ');
}

const numbers = async (): Promise<number[]> =>
  (await world.dataSource.query<{ number: number }[]>(`SELECT number FROM invoices ORDER BY number`)).map(
    ({ number }) => number,
  );

describe('an invoice', () => {
  it('has a running number, who sells, to whom, on which order and with which card', async () => {
    const booking = await world.paidBooking(2500);
    const params = { id: booking.jobId };
    await booking.customer.client.users.changeMe({ body: { companyName: 'Buyer Inc' } });
    await world.withoutRules((execute) =>
      execute(`UPDATE jobs SET purchase_order = 'PO 4711' WHERE id = $1`, [booking.jobId]).then(() => undefined),
    );
    const receipt = await booking.customer.client.payments.receipt({ params });
    expect(receipt).toMatchObject({
      invoice: { seller: ['Acme Guards LLC', '1 Main Street', 'Austin, TX 78701', 'EIN 12-3456789'] },
      companyName: 'Buyer Inc',
      purchaseOrder: 'PO 4711',
      lines: [{ text: 'Security service', cardLast4: '4242' }],
    });
    const number = receipt.invoice?.number ?? 0;
    const text = await textOf(await booking.customer.client.payments.receiptPdf({ params }));
    for (const said of ['Invoice', `Invoice number: ${number},`, 'Sold by: Acme Guards LLC, 1 Main Street', 'PO 4711'])
      expect(text).toContain(said);
    expect(text).toContain('Security service, card ending 4242');
  });

  it('keeps its number, however often it is read and by whom; many at once leave no gap', async () => {
    const before = await numbers();
    const bookings = await Promise.all([world.paidBooking(2500), world.paidBooking(2500), world.paidBooking(2500)]);
    const admin = await world.person('admin');
    const read = await Promise.all(
      bookings.flatMap(({ customer, jobId }) =>
        [customer, customer, admin].map(({ client }) => client.payments.receipt({ params: { id: jobId } })),
      ),
    );
    const ofJobs = new Map(read.map(({ jobId, invoice }) => [jobId, invoice?.number]));
    for (const { jobId, invoice } of read) expect(invoice?.number).toBe(ofJobs.get(jobId));
    const next = before.length + 1;
    expect([...ofJobs.values()].sort()).toEqual([next, next + 1, next + 2]);
    expect(await numbers()).toEqual(Array.from({ length: next + 2 }, (_, index) => index + 1));
  });

  it('is issued for nothing that was not charged', async () => {
    const before = await numbers();
    const { customer, jobId } = await world.bookAndHold();
    await expect(customer.client.payments.receipt({ params: { id: jobId } })).rejects.toMatchObject({
      code: 'nothing_charged',
    });
    expect(await numbers()).toEqual(before);
  });
});

describe('without a seller', () => {
  it('papers are receipts, and none is numbered', async () => {
    const other = await MoneyWorld.start();
    try {
      const { customer, jobId } = await other.paidBooking(2500);
      expect((await customer.client.payments.receipt({ params: { id: jobId } })).invoice).toBeNull();
      expect(await other.dataSource.query(`SELECT number FROM invoices`)).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});
