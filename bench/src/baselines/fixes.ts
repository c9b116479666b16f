import { api } from '@aegis/contract';
import Fastify from 'fastify';
import { z } from 'zod';
import { openPool } from './database.js';
import { groupedFixes } from './grouped-fixes.js';

interface FixesSettings {
  databaseUrl: string;
  poolSize: number;
}

const settings = JSON.parse(process.env.BENCH_BASELINE ?? '') as FixesSettings;
const pool = openPool(settings.databaseUrl, settings.poolSize);
const grouped = groupedFixes(pool);
const app = Fastify();
const body = api.tracking.upload.body;

const INSERT = {
  name: 'one_row',
  text: `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, speed_mps, heading_degrees, recorded_at)
         VALUES ($1, $2, ST_SetSRID(ST_MakePoint($3, $4), 4326)::geography, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
};

type Route = { Params: { id: string }; Headers: { 'x-guard': string } };

/** What validating and answering alone costs. */
app.post('/bare/:id', (request, reply) => {
  const { fixes } = z.parse(body, request.body);
  return reply.send({ stored: fixes.length, duplicates: 0, rejected: [] });
});

/** What is written first: no sign-in, no job looked up, no grading; one row, one commit. */
app.post<Route>('/one-row/:id', async (request) => {
  const { fixes } = z.parse(body, request.body);
  const [fix] = fixes;
  if (!fix) return { stored: 0, duplicates: 0, rejected: [] };
  const { lng, lat, accuracyMeters, speedMps = null, headingDegrees = null, recordedAt } = fix;
  const guardId = request.headers['x-guard'];
  const values = [guardId, request.params.id, lng, lat, accuracyMeters, speedMps, headingDegrees, recordedAt];
  const { rowCount } = await pool.query({ ...INSERT, values });
  return { stored: rowCount ?? 0, duplicates: 1 - (rowCount ?? 0), rejected: [] };
});

/** Group commit on bare Fastify: no sign-in, no job, no grading, no position, nobody told. */
app.post<Route>('/grouped/:id', async (request) => {
  const { fixes } = z.parse(body, request.body);
  const [fix] = fixes;
  if (!fix) return { stored: 0, duplicates: 0, rejected: [] };
  await grouped.submit({ guardId: request.headers['x-guard'], jobId: request.params.id, fix });
  return { stored: 1, duplicates: 0, rejected: [] };
});

process.stdout.write(`ready at ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
