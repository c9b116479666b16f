import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoneyWorld } from '../spec-support/money-world.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());

const MONTH = new Date().toISOString().slice(0, 7);

describe('a receipt', () => {
  it('says what was paid and given back, to the customer and to no other party', async () => {
    const booking = await world.paidBooking(2500);
    const params = { id: booking.jobId };
    const admin = await world.person('admin');
    const { items } = await world.payments(booking);
    const id = items.find((item) => item.type === 'charge')?.id ?? '';
    await admin.client.admin.refund({ params: { id }, body: { reason: 'late', amountCents: 500 } });
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 1600);
    const receipt = await booking.customer.client.payments.receipt({ params });
    expect(receipt.lines.map(({ text, amountCents }) => [text, amountCents])).toEqual([
      ['Security service', 2500],
      ['Refund', -500],
    ]);
    expect(receipt).toMatchObject({
      paidCents: 2000,
      workedMinutes: 60,
      customerName: 'Kim Lee',
      guardName: 'Kim Lee',
    });
    await expect(booking.guard.client.payments.receipt({ params })).rejects.toMatchObject({ status: 403 });
    const stranger = await world.person('customer');
    await expect(stranger.client.payments.receipt({ params })).rejects.toMatchObject({ status: 404 });

    const statement = await booking.guard.client.payments.earningsStatement({ query: { month: MONTH } });
    expect(statement.lines.map(({ paidCents, takenBackCents }) => [paidCents, takenBackCents])).toEqual([
      [2000, 0],
      [0, 400],
    ]);
    expect(statement.totalCents).toBe(1600);
  });

  it('comes as PDF, as the statement does', async () => {
    const booking = await world.paidBooking(2500);
    const receipt = await booking.customer.client.payments.receiptPdf({ params: { id: booking.jobId } });
    const statement = await booking.guard.client.payments.earningsStatementPdf({ query: { month: MONTH } });
    for (const { content, contentType } of [receipt, statement]) {
      expect(contentType).toContain('application/pdf');
      expect(
        Buffer.from(content as Uint8Array)
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    }
    expect(receipt.fileName).toBe(`receipt-${booking.jobId}.pdf`);
  });

  it('does not exist while nothing was charged', async () => {
    const booking = await world.bookAndHold();
    const receipt = booking.customer.client.payments.receipt({ params: { id: booking.jobId } });
    await expect(receipt).rejects.toMatchObject({ code: 'nothing_charged' });
  });
});
