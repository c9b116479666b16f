import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileContent } from '@aegis/contract';
import { Database } from '../../../platform/database/database.js';
import { MoneyWorld } from '../spec-support/money-world.js';
import { payeesCsv } from './payees-csv.js';
import { payeesOfYear } from './payees-of-year.js';
import { StatementsRepository } from './statements.repository.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());

const MONTH = new Date().toISOString().slice(0, 7);

async function textOf({ content }: FileContent): Promise<string> {
  const bytes = new Uint8Array(content as Uint8Array);
  return (await extractText(await getDocumentProxy(bytes), { mergePages: true })).text;
}

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
      billedMinutes: 60,
      why: 'as_worked',
      timeZone: 'America/Los_Angeles',
      corrections: [],
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

  it('of a guard named Łukasz Żółć says so, with the times of the place', async () => {
    const booking = await world.paidBooking(2500);
    const named = `UPDATE users SET first_name = 'Łukasz', last_name = 'Żółć' WHERE id = $1`;
    await world.dataSource.query(named, [booking.guard.id]);
    const text = await textOf(await booking.customer.client.payments.receiptPdf({ params: { id: booking.jobId } }));
    expect(text).toContain('Łukasz Żółć');
    expect(text).toMatch(/Booked: \w+ \d+, 20\d\d, \d+:\d\d [AP]M P[SD]T to/);
    expect(text).not.toContain('UTC');
  });

  it('lists a tip, and what was given back once though there are two payouts', async () => {
    const booking = await world.paidBooking(2500);
    const params = { id: booking.jobId };
    await booking.customer.client.payments.tip({ params, body: { amountCents: 500 } });
    const { items } = await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2500);
    const id = items.find(({ type, purpose }) => type === 'charge' && purpose === 'booking')?.id ?? '';
    const admin = await world.person('admin');
    await admin.client.admin.refund({ params: { id }, body: { reason: 'late', amountCents: 500 } });
    await world.eventually(booking, ({ sum }) => sum.paidOutCents === 2100);
    const receipt = await booking.customer.client.payments.receipt({ params });
    expect(receipt.lines.map(({ purpose, text, amountCents }) => [purpose, text, amountCents])).toEqual([
      ['booking', 'Security service', 2500],
      ['tip', 'Tip, all of it for the guard', 500],
      ['booking', 'Refund', -500],
    ]);
    const statement = await booking.guard.client.payments.earningsStatement({ query: { month: MONTH } });
    expect(
      statement.lines.map(({ purpose, paidCents, takenBackCents }) => [purpose, paidCents, takenBackCents]),
    ).toEqual([
      ['booking', 2000, 0],
      ['tip', 500, 0],
      ['booking', 0, 400],
    ]);
    expect(statement.totalCents).toBe(2100);
  });

  it('does not exist while nothing was charged', async () => {
    const booking = await world.bookAndHold();
    const receipt = booking.customer.client.payments.receipt({ params: { id: booking.jobId } });
    await expect(receipt).rejects.toMatchObject({ code: 'nothing_charged' });
  });
});

describe('a statement', () => {
  it('counts a payment of 31 December 18:30 in Los Angeles in December, and in that year', async () => {
    const { guard, jobId } = await world.paidBooking(2500);
    await world.dataSource.query(`UPDATE guard_profiles SET time_zone = 'America/Los_Angeles' WHERE user_id = $1`, [
      guard.id,
    ]);
    await world.withoutRules(async (execute) => {
      const paid = `UPDATE payments SET succeeded_at = '2027-01-01T02:30:00Z' WHERE job_id = $1 AND payment_type = 'payout'`;
      await execute(paid, [jobId]);
    });
    const totalOf = async (query: { month: string } | { year: string }): Promise<number> =>
      (await guard.client.payments.earningsStatement({ query })).totalCents;
    expect(await totalOf({ month: '2026-12' })).toBe(2000);
    expect(await totalOf({ month: '2027-01' })).toBe(0);
    expect(await totalOf({ year: '2026' })).toBe(2000);
    expect(await totalOf({ year: '2027' })).toBe(0);
    const pdf = await guard.client.payments.earningsStatementPdf({ query: { year: '2026' } });
    expect(pdf.fileName).toBe('earnings-2026.pdf');
    expect(await textOf(pdf)).toContain('Dec 31, 2026');
  });

  it('of all guards for a year has the sums of their own ones, each in their zone', async () => {
    const { guard, jobId } = await world.paidBooking(2500);
    await world.dataSource.query(`UPDATE guard_profiles SET time_zone = 'America/Los_Angeles' WHERE user_id = $1`, [
      guard.id,
    ]);
    await world.dataSource.query(`UPDATE users SET first_name = '=1+1', last_name = 'Lee, Jr.' WHERE id = $1`, [
      guard.id,
    ]);
    await world.withoutRules(async (execute) => {
      const paid = `UPDATE payments SET succeeded_at = '2028-01-01T02:30:00Z' WHERE job_id = $1 AND payment_type = 'payout'`;
      await execute(paid, [jobId]);
    });
    const repository = new StatementsRepository(world.app.get(Database));
    expect(await payeesOfYear(repository, '2028')).toEqual([]);
    const paid = await payeesOfYear(repository, '2027');
    const { totalCents } = await guard.client.payments.earningsStatement({ query: { year: '2027' } });
    expect(paid).toMatchObject([
      { payee: { id: guard.id }, timeZone: 'America/Los_Angeles', jobs: 1, paidCents: totalCents, takenBackCents: 0 },
    ]);
    const [, line = ''] = payeesCsv(paid);
    expect(line).toContain(`${guard.id},"'=1+1 Lee, Jr.",`);
    expect(line).toMatch(/,America\/Los_Angeles,1,20\.00,0\.00,20\.00$/);
  });

  it('of a customer counts each payment in the month at its site, for their company, with the order of the booking', async () => {
    const { customer, jobId } = await world.paidBooking(2500);
    await customer.client.users.changeMe({ body: { companyName: 'Acme LLC', language: 'es' } });
    await world.withoutRules(async (execute) => {
      await execute(`UPDATE jobs SET purchase_order = 'PO 4711' WHERE id = $1`, [jobId]);
      const paid = `UPDATE payments SET succeeded_at = '2027-01-01T02:30:00Z' WHERE job_id = $1 AND payment_type = 'charge'`;
      await execute(paid, [jobId]);
    });
    const statementOf = (query: { month: string } | { year: string }) => customer.client.payments.statement({ query });
    expect(await statementOf({ month: '2026-12' })).toMatchObject({
      companyName: 'Acme LLC',
      lines: [{ purchaseOrder: 'PO 4711', text: 'Servicio de seguridad', amountCents: 2500 }],
      totalCents: 2500,
      taxes: [],
    });
    for (const query of [{ month: '2027-01' }, { year: '2027' }])
      expect(await statementOf(query)).toMatchObject({ lines: [], totalCents: 0 });
    expect((await statementOf({ year: '2026' })).totalCents).toBe(2500);
    const pdf = await customer.client.payments.statementPdf({ query: { year: '2026' } });
    expect(pdf.fileName).toBe('statement-2026.pdf');
    expect(await textOf(pdf)).toContain('Gate (orden de compra PO 4711): Servicio de seguridad');
    const { client } = await world.person('guard');
    await expect(client.payments.statement({ query: { year: '2026' } })).rejects.toMatchObject({ status: 403 });
  });

  it('is of a month or of a year, not of both and not of neither', async () => {
    const { client } = await world.person('guard');
    for (const query of [{}, { month: '2026-12', year: '2026' }])
      await expect(client.payments.earningsStatement({ query })).rejects.toMatchObject({ status: 400 });
  });
});
