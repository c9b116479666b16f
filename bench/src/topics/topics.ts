import type { Topic } from '../harness/bench.js';
import { booking } from './booking.js';
import { capacity } from './capacity.js';
import { fixes } from './fixes.js';
import { flood } from './flood.js';
import { growth } from './growth.js';
import { hours } from './hours.js';
import { idle } from './idle.js';
import { live } from './live.js';
import { matching } from './matching.js';
import { migrations } from './migrations.js';
import { node } from './node.js';
import { notify } from './notify.js';
import { overview } from './overview.js';
import { payments } from './payments.js';
import { pgbouncer } from './pgbouncer.js';
import { privacy } from './privacy.js';
import { processes } from './processes.js';
import { reconciliation } from './reconciliation.js';
import { replicas } from './replicas.js';
import { search } from './search.js';
import { start } from './start.js';
import { users } from './users.js';

/** In the order in which they are measured. */
export const TOPICS: readonly Topic[] = [
  search,
  matching,
  booking,
  payments,
  reconciliation,
  fixes,
  live,
  flood,
  notify,
  hours,
  idle,
  overview,
  replicas,
  growth,
  privacy,
  migrations,
  start,
  users,
  pgbouncer,
  processes,
  capacity,
  node,
];
