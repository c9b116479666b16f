import 'reflect-metadata';
import { startServer } from '@aegis/api/dist/src/startup/start.js';
import { benchConfig, serveUntilStopped } from './api-config.js';

/** Our server as `npm start` runs it with DATABASE_URL. */
const server = await startServer(benchConfig(), () => {});
serveUntilStopped(server.url, () => server.stop());
