import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createApplication } from '@aegis/api/dist/src/application.js';
import { jobEvents } from '@aegis/api/dist/src/features/jobs/jobs.events.js';
import { Database } from '@aegis/api/dist/src/platform/database/database.js';
import { EventQueue } from '@aegis/api/dist/src/platform/queue/event-queue.js';
import { applicationDataSource } from '@aegis/api/dist/src/startup/application-data-source.js';
import { benchConfig, serveUntilStopped } from './api-config.js';

/**
 * Our application, to which jobs can be announced that were written into its database: POST /bench/jobs/:id publishes what a
 * booking would have published. Everything after that is as in production, queue included.
 */
const config = benchConfig();
const { databaseUrl = '', poolSize, statementTimeoutMs } = config;
const dataSource = applicationDataSource({ url: databaseUrl, poolSize, statementTimeoutMs, embedded: false });
const app = await createApplication(config, await dataSource.initialize());
const [database, queue] = [app.get(Database), app.get(EventQueue)];
app
  .getHttpAdapter()
  .getInstance()
  .post('/bench/jobs/:id', async (request, reply) => {
    const { id: jobId } = request.params as { id: string };
    await database.transaction(() => queue.publish(jobEvents['job.requested'], { jobId }));
    return reply.send({ ok: true });
  });
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address() as AddressInfo;
serveUntilStopped(`http://127.0.0.1:${port}`, () => app.close());
