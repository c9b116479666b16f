import sharp from 'sharp';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileContent } from '@aegis/contract';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { DAY_MS } from '../../../platform/clock/duration.js';
import { PrivacyRequestsRepository } from '../privacy-requests.repository.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ EXPORT_INLINE_ROWS: '300' });
});
afterAll(() => market.close());

const bytesOf = (file: FileContent): Buffer => Buffer.from(file.content as Uint8Array);

interface Exported {
  index: { table: string; meaning: string; rows: number }[];
  data: Record<string, Record<string, unknown>[]>;
}

const json = (file: FileContent): Exported => JSON.parse(bytesOf(file).toString()) as Exported;

async function guardWithPapers(): Promise<Person> {
  const guard = await market.verifiedGuard({ at: market.newPlace(), certifications: ['Żółć permit'] });
  await guard.client.guards.setTaxId({ body: { taxId: '98-7654321' } });
  const picture = await sharp({ create: { width: 30, height: 30, channels: 3, background: 'navy' } })
    .webp()
    .toBuffer();
  await guard.client.users.setPhoto({ body: new Uint8Array(picture) });
  return guard;
}

/** As many as a month of tracking leaves. */
async function track(guard: Person, jobId: string, fixes: number): Promise<void> {
  await market.application.dataSource.query(
    `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at)
     SELECT $1, $2, 'SRID=4326;POINT(-118.24 34.05)', 5, $3::timestamptz + make_interval(secs => n)
     FROM generate_series(1, $4) AS n`,
    [guard.id, jobId, new Date(Math.floor(market.now.getTime() / DAY_MS) * DAY_MS), fixes],
  );
}

describe('an export', () => {
  it('holds everything there is on the person, decrypted, and no secret', async () => {
    const guard = await guardWithPapers();
    const { index, data } = json(await guard.client.users.exportMe());
    expect(index.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['users', 'sessions', 'guard_profiles', 'user_files', 'timeline', 'audit_log']),
    );
    expect(data.users).toMatchObject([{ email: guard.email, first_name: 'Kim' }]);
    expect(data.guard_profiles).toMatchObject([
      {
        tax_id_encrypted: '987654321',
        certifications: ['Żółć permit'],
        base_location: { lat: expect.any(Number) as unknown },
      },
    ]);
    expect(data.user_files?.[0]?.content).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    const text = JSON.stringify(data);
    expect(text).not.toMatch(/argon2|token_hash|totp_secret|v1:test:/);
  });

  it("shows a guard the job they worked without the customer's address and notes", async () => {
    const { customer, guard } = await market.bookedJob({
      locationAddress: '9 Private Way',
      description: 'Secret garden',
    });
    const ofGuard = json(await guard.client.users.exportMe()).data;
    expect(ofGuard.jobs).toHaveLength(1);
    expect(JSON.stringify(ofGuard)).not.toMatch(/Private Way|Secret garden/);
    expect(json(await customer.client.users.exportMe()).data.jobs).toMatchObject([
      { location_address: '9 Private Way' },
    ]);
    expect(JSON.stringify(ofGuard)).not.toContain(customer.email);
  });

  it('as PDF is a document of numbered pages with any letters', async () => {
    const guard = await guardWithPapers();
    await market.application.dataSource.query(
      `UPDATE users SET first_name = '山田', last_name = 'Żółć' WHERE id = $1`,
      [guard.id],
    );
    const file = await guard.client.users.exportMe({ query: { format: 'pdf' } });
    expect(file).toMatchObject({
      contentType: 'application/pdf',
      fileName: expect.stringMatching(/\.pdf$/) as unknown,
    });
    const pdf = bytesOf(file);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.subarray(-6).toString()).toContain('%%EOF');
    const pages = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
    expect(pages.totalPages).toBeGreaterThan(1);
    expect(pages.text.join('\n')).toMatch(/First name: 山田\s+Last name: Żółć/);
    expect(pages.text.map((text, index) => text.includes(`Page ${index + 1}`))).not.toContain(false);
  });

  it('as PDF tells sixty jobs and their money on a few pages, in the language of who reads it; the rows are in the JSON', async () => {
    const customer = await market.registerCustomer();
    const run = (sql: string): Promise<unknown> => market.application.dataSource.query(sql, [customer.id]);
    await run(`
      INSERT INTO jobs (customer_id, title, job_type, location_address, location_coordinates, start_time, end_time, status,
        required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
      SELECT $1, 'Gate ' || n, 'basic', '9 Quay Street', 'SRID=4326;POINT(-118.24 34.05)',
        '2026-07-01T01:00:00Z'::timestamptz + make_interval(days => n), '2026-07-01T05:00:00Z'::timestamptz + make_interval(days => n),
        'requested', 'basic', 2500, 10000, 1500, 8500 FROM generate_series(1, 60) AS n`);
    await run(`
      INSERT INTO payments (job_id, payer_id, payment_type, status, amount_cents, platform_fee_cents, guard_payout_cents, is_current)
      SELECT id, customer_id, 'charge', 'pending', 10000, 1500, 8500, true FROM jobs WHERE customer_id = $1`);
    const textOf = async (): Promise<{ pages: number; text: string }> => {
      const pdf = bytesOf(await customer.client.users.exportMe({ query: { format: 'pdf' } }));
      const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
      return { pages: totalPages, text: text.join(' ').replaceAll(/\s+/g, ' ') };
    };
    const english = await textOf();
    expect(english.pages).toBeLessThan(15);
    // The evening before, where the job is.
    expect(english.text).toContain(
      'Gate 60 (Finding a guard). Aug 29, 2026, 6:00 PM PDT to Aug 29, 2026, 10:00 PM PDT',
    );
    expect(english.text).toMatch(/9 Quay Street \$100\.00/);
    expect(english.text).toMatch(/Charge: Pending \$100\.00/);
    await customer.client.users.changeMe({ body: { language: 'es' } });
    const spanish = await textOf();
    expect(spanish.text).toContain('Lo que guardamos sobre usted');
    expect(spanish.text).toContain('Página 1');
    const { data } = json(await customer.client.users.exportMe());
    expect([data['jobs']?.length, data['payments']?.length]).toEqual([60, 60]);
  });

  it('is whole whatever somebody has written, and when a value cannot be read', async () => {
    const title = 'data:image/jpeg;base64,AAAA';
    const { customer, guard, job } = await market.bookedJob({ title, description: title });
    const picture = await sharp({ create: { width: 30, height: 30, channels: 3, background: 'navy' } })
      .png()
      .toBuffer();
    await guard.client.users.setPhoto({ body: new Uint8Array(picture) });
    for (const { client } of [customer, guard]) {
      const pdf = bytesOf(await client.users.exportMe({ query: { format: 'pdf' } }));
      expect(pdf.subarray(-6).toString()).toContain('%%EOF');
    }
    expect(json(await guard.client.users.exportMe()).data.jobs).toMatchObject([{ id: job.id, title }]);

    await guard.client.guards.setTaxId({ body: { taxId: '98-7654321' } });
    await market.application.dataSource.query(
      `UPDATE user_files SET content = content || '\\x00'::bytea WHERE user_id = $1`,
      [guard.id],
    );
    const broken = json(await guard.client.users.exportMe());
    expect(broken.data.user_files).toMatchObject([{ content: '(cannot be read)' }]);
    expect(broken.data.guard_profiles).toMatchObject([{ tax_id_encrypted: '987654321' }]);
    const pdf = bytesOf(await guard.client.users.exportMe({ query: { format: 'pdf' } }));
    expect(pdf.subarray(-6).toString()).toContain('%%EOF');
  });

  it('that is large is made in the background, fetched by its owner alone, for seven days', async () => {
    const { guard, job } = await market.runningJob();
    await track(guard, job.id, 1500);
    const promise = await guard.client.users.exportMe();
    expect(promise.status).toBe(202);
    const { id } = JSON.parse(bytesOf(promise).toString()) as { id: string };
    const file = await vi.waitFor(() => guard.client.users.downloadExport({ params: { id } }), {
      timeout: 20_000,
      interval: 100,
    });
    const { data } = json(file);
    expect(data.location_history).toHaveLength(1500);
    expect(new Set(data.location_history?.map((fix) => fix.recorded_at)).size).toBe(1500);

    const { items } = await guard.client.users.exports();
    expect(items).toMatchObject([{ id, status: 'done', link: `/api/v1/users/me/exports/${id}` }]);
    const stranger = await market.registerCustomer();
    await expect(stranger.client.users.downloadExport({ params: { id } })).rejects.toMatchObject({ status: 404 });
    await expect(market.application.client().users.downloadExport({ params: { id } })).rejects.toMatchObject({
      status: 401,
    });

    const [stored] = await market.application.dataSource.query<{ plain: boolean }[]>(
      `SELECT bool_or(position('location_history'::bytea IN content) > 0) AS plain FROM export_parts WHERE request_id = $1`,
      [id],
    );
    expect(stored).toEqual({ plain: false });
    market.clock.move(7 * DAY_MS + 1000);
    const again = await guard.client.auth.login({ body: { email: guard.email, password: 'a password of the tests' } });
    expect(again.token).toBeTruthy();
    await expect(guard.client.users.downloadExport({ params: { id } })).rejects.toMatchObject({ status: 410 });
    expect(await market.application.app.get(PrivacyRequestsRepository).expireExports(market.now)).toBe(1);
    const left = await market.application.dataSource.query<unknown[]>(
      `SELECT FROM export_parts WHERE request_id = $1`,
      [id],
    );
    expect(left).toEqual([]);
  });
});
