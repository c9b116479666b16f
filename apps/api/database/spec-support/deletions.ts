import type { Attempt } from './attempt.js';
import { CANCELLED, MATCHED } from './schema-rows.js';

/** People and jobs that money or history points to stay; what belongs to a person alone goes with them. */
export const DELETIONS: Attempt[] = [
  {
    rule: 'jobs_customer_id_fkey',
    kind: 'restrict',
    by: 'deleting the customer',
    breaks: async (rows) => {
      const userId = await rows.user();
      await rows.job({ customer_id: userId });
      await rows.delete('users', userId);
    },
    keeps: async (rows) => rows.delete('users', await rows.user()),
  },
  {
    rule: 'jobs_guard_id_fkey',
    kind: 'restrict',
    by: 'deleting the guard',
    breaks: async (rows) => {
      const guardId = await rows.guard();
      await rows.update('jobs', await rows.job(), { ...MATCHED, guard_id: guardId });
      await rows.delete('users', guardId);
    },
  },
  {
    rule: 'jobs_cancelled_by_fkey',
    kind: 'restrict',
    by: 'deleting who cancelled it',
    breaks: async (rows) => {
      const adminId = await rows.user({ role: 'admin' });
      await rows.update('jobs', await rows.job(), { ...CANCELLED, cancelled_by: adminId });
      await rows.delete('users', adminId);
    },
  },
  {
    rule: 'payments_job_id_fkey',
    kind: 'restrict',
    by: 'deleting a job with money',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await rows.charge({ job_id: jobId });
      await rows.delete('jobs', jobId);
    },
  },
  {
    rule: 'payments_payer_id_fkey',
    kind: 'restrict',
    by: 'deleting who paid',
    breaks: async (rows) => {
      const payerId = await rows.user();
      await rows.charge({ payer_id: payerId });
      await rows.delete('users', payerId);
    },
  },
  {
    rule: 'payments_payee_id_fkey',
    kind: 'restrict',
    by: 'deleting who was paid',
    breaks: async (rows) => {
      const payeeId = await rows.guard();
      await rows.payout({ payee_id: payeeId });
      await rows.delete('users', payeeId);
    },
  },
  {
    rule: 'timeline_job_id_fkey',
    kind: 'restrict',
    by: 'deleting a job with history',
    breaks: async (rows) => rows.delete('jobs', await rows.timelineRow()),
  },
  {
    rule: 'offers_job_id_fkey',
    kind: 'restrict',
    by: 'deleting a job that was offered',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await rows.offer({ job_id: jobId });
      await rows.delete('jobs', jobId);
    },
  },
];
