import { Pool } from 'undici';
import type { Bench } from '../harness/bench.js';
import { perSecond } from '../harness/load.js';
import type { Contender } from '../harness/rounds.js';
import type { WalkingPhone } from '../world/phone.js';

/** Of the trial that the bars come from. */
const SINGLE_CONNECTIONS = 64;

/** Rounds before the first that counts: a server's code is compiled as it is used. */
const ROUNDS_TO_WARM = 3;

/** Each guard has one fix under way at most. */
export function singleFixes(
  bench: Bench,
  name: string,
  origin: string,
  phones: WalkingPhone[],
  pathOf: (phone: WalkingPhone) => string,
): Contender {
  const { seconds } = bench.options;
  const round = (): Promise<number> =>
    postAll(origin, SINGLE_CONNECTIONS, seconds, phones, pathOf, (phone) => [phone.fix()]);
  let cold = ROUNDS_TO_WARM;
  const measure = async (): Promise<number> => {
    for (; cold > 0; cold--) await round();
    return round();
  };
  return { name, measure };
}

/** Requests a second; each guard has one under way at most. @throws when a fix is not stored */
export async function postAll(
  origin: string,
  connections: number,
  seconds: number,
  phones: readonly WalkingPhone[],
  pathOf: (phone: WalkingPhone) => string,
  fixesOf: (phone: WalkingPhone) => object[],
): Promise<number> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const free = [...phones];
  try {
    return await perSecond(connections, seconds, async () => {
      const phone = free.shift();
      if (!phone) throw new Error('there are fewer guards than connections');
      const sent = fixesOf(phone);
      const { statusCode, body } = await pool.request({
        path: pathOf(phone),
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${phone.watch.guard.token}`,
          'x-guard': phone.watch.guard.id,
        },
        body: JSON.stringify({ fixes: sent }),
      });
      const text = await body.text();
      const isStored = statusCode === 200 && text.includes(`"stored":${sent.length},`);
      if (!isStored) throw new Error(`${pathOf(phone)} answered ${statusCode}: ${text}`);
      free.push(phone);
    });
  } finally {
    await pool.close();
  }
}
