import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { StatementCounter } from '../harness/statement-counter.js';
import { against, alternate, medianOf } from '../harness/rounds.js';
import { startApi, startBaseline } from '../servers/contenders.js';
import { insertPosts } from '../world/posts.js';
import { bookings } from './bookings.js';

const LOWEST_RATIO = 0.6;
const MOST_STATEMENTS = 110;
/** Counted after so many that fill what the server remembers. */
const COUNTED = 30;
const UNCOUNTED = 5;
const OURS = 'booking, create to paid out';
const HANDLER = 'Fastify + pg by hand, no queue';

export const booking: Topic = {
  name: 'booking',
  summary: 'a job from its creation to charged and paid out, beside straight-line handlers of the same SQL',
  whyMissed:
    'of its statements 34 are BEGIN and COMMIT of seventeen transactions, 12 look a session up, 12 write timeline and events, 14 take work from queue and deadlines, 9 read the money of the job, 6 write messages, 9 make the signed receipt; by hand all of it happens in four requests. Fewer transactions a job would move it, and every one of them is a place where a process may be killed.',
  together: { lifeCycles: 80 },

  async run(bench) {
    bench.tell(
      'Both look up sessions, write the timeline, make the same calls to Stripe and take its events; each has a',
    );
    bench.tell(
      'double of its own. By hand everything happens inside the request: no queue, no retry, no idempotency keys of',
    );
    bench.tell('clients, input checked by a smaller schema.');
    const statements = await statementsOfOne(bench);
    const { url, pool } = await createDatabase(bench);
    // No post is used twice, nor by both: a guard is free again only when the queue has said so.
    const { lifeCycles, rounds } = bench.options;
    const needed = lifeCycles * (rounds + 1);
    const posts = await insertPosts(pool, 2 * needed);
    const contenders = [
      await bookings(bench, pool, OURS, posts.slice(0, needed), (stripe) => startApi(bench, url, stripe)),
      await bookings(bench, pool, HANDLER, posts.slice(needed), (stripe) => startBaseline(bench, url, stripe)),
    ];
    const measured = await alternate(contenders, bench.options.rounds, bench.tell);
    return [
      {
        name: OURS,
        value: medianOf(measured, OURS),
        unit: '/s',
        baseline: against(measured, OURS, HANDLER),
        bar: { kind: 'ratio at least', ratio: LOWEST_RATIO },
      },
      {
        name: 'statements of a life-cycle',
        value: statements,
        unit: 'statements',
        bar: { kind: 'at most', value: MOST_STATEMENTS, words: 'BEGIN and COMMIT included, counted on the wire' },
      },
    ];
  },
};

/** On a server and database of its own, so that neither the relay nor its clock is part of what is measured. */
async function statementsOfOne(bench: Bench): Promise<number> {
  const { url, pool } = await createDatabase(bench);
  const relayed = await StatementCounter.beforeServerOf(url);
  const posts = await insertPosts(pool, UNCOUNTED + COUNTED);
  const { measure } = await bookings(bench, pool, `${OURS}, counted`, posts, (stripe) =>
    startApi(bench, relayed.url, stripe),
  );
  await measure(UNCOUNTED);
  const before = relayed.counter.count;
  await measure(COUNTED);
  return (relayed.counter.count - before) / COUNTED;
}
