import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../../../../database/spec-support/test-data-source.js';
import { eraseNow } from '../../../../test/erase-now.js';
import { Marketplace } from '../../../../test/marketplace.js';
import { createTestDatabase, onServerOnly } from '../../../../test/test-database.js';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { readConfig } from '../../../platform/config/config.js';
import { grantServing, servingRole } from './privileges.js';

const PASSWORD = 'of-a-test';

onServerOnly('the embedded database has one role', () => {
  describe('a market that is served by a role that owns nothing', () => {
    const role = `serving_${randomBytes(4).toString('hex')}`;
    let market: Marketplace;

    beforeAll(async () => {
      market = await Marketplace.open({}, async (database) => {
        const owner = await openPool(database, 2);
        await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
        await grantServing(owner, role);
        await owner.destroy();
        return { user: role, password: PASSWORD };
      });
    });
    afterAll(async () => {
      await market.close();
      const server = await createTestDatabase();
      const superuser = await openPool(server, 1);
      await superuser.query(`DROP ROLE ${role}`);
      await superuser.destroy();
      await server.drop();
    });

    it('lives as before: work that is paid, an operator who decides, a person who leaves', async () => {
      const booking = await market.runningJob();
      await market.sendFix(booking, 5);
      market.clock.move(2 * HOUR_MS);
      await market.checkOut(booking);
      expect(await market.told(booking.customer, booking.job, 'charge.succeeded')).toContain('job.completed');
      const admin = await market.admin();
      const other = await market.registerCustomer();
      await admin.client.admin.suspendUser({ params: { id: other.id }, body: { reason: 'a test' } });
      const leaving = await market.registerCustomer();
      await leaving.client.users.eraseMe();
      await eraseNow(market, leaving.id);
      expect(await market.application.dataSource.query(`SELECT current_user AS role`)).toEqual([{ role }]);
    });
  });
});

describe('the role that serves', () => {
  it('is that of the one address where the other has another user', () => {
    const both = { DATABASE_URL: 'postgres://serving@db/aegis', DATABASE_DIRECT_URL: 'postgres://owner@db/aegis' };
    expect(servingRole(readConfig(both))).toBe('serving');
    expect(servingRole(readConfig({ DATABASE_URL: both.DATABASE_URL }))).toBeUndefined();
    const pooled = { ...both, DATABASE_DIRECT_URL: 'postgres://serving@other/aegis' };
    expect(servingRole(readConfig(pooled))).toBeUndefined();
  });
});
