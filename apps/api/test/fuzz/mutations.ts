import { hostileBody, hostileValue } from './hostile-values.js';
import type { Random } from './random.js';

type Json = Record<string, unknown>;

/** A valid body with one to three things wrong in it, anywhere; now and then valid, or nothing like it. */
export function mutatedBody(valid: Json | undefined, random: Random): string {
  if (valid === undefined) return random.chance(0.5) ? '' : hostileBody(random);
  if (random.chance(0.15)) return hostileBody(random);
  const body = structuredClone(valid);
  const mutations = random.chance(0.1) ? 0 : 1 + random.below(3);
  for (let i = 0; i < mutations; i++) mutate(body, random);
  return JSON.stringify(body);
}

function mutate(container: Json | unknown[], random: Random): void {
  const keys = Object.keys(container);
  const fields = container as Json;
  if (keys.length === 0 || random.chance(0.1)) {
    fields[random.pick(['extra', '__proto__x', 'id', 'role', 'status', 'constructor'])] = hostileValue(random);
    return;
  }
  const key = random.pick(keys);
  const inner = fields[key];
  if (inner !== null && typeof inner === 'object' && random.chance(0.6)) return mutate(inner as Json, random);
  if (random.chance(0.15)) delete fields[key];
  else fields[key] = hostileValue(random);
}

const HOSTILE_SEGMENTS = [
  '..',
  '%2e%2e',
  '%00',
  '%',
  '%ff',
  "'",
  '1',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  'x'.repeat(3000),
  '%F0%9F%92%A3',
  '{id}',
  '%2F',
  ';a=b',
];

/** One of the path's ids replaced, now and then. */
export function mutatedPath(path: string, random: Random): string {
  if (!random.chance(0.2)) return path;
  return path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, () => random.pick(HOSTILE_SEGMENTS));
}

/** Known names with odd values, unknown names, and names twice. */
export function mutatedQuery(names: readonly string[], random: Random): string {
  if (names.length === 0 ? random.chance(0.9) : random.chance(0.2)) return '';
  const pairs = Array.from({ length: 1 + random.below(3) }, () => {
    const name =
      names.length > 0 && random.chance(0.8) ? random.pick(names) : random.pick(['x', '__proto__', 'a[b]', '']);
    const value = String(JSON.stringify(hostileValue(random)) ?? '').slice(0, 2000);
    return `${encodeURIComponent(name)}=${random.chance(0.8) ? encodeText(value.replace(/^"|"$/g, '')) : '%zz'}`;
  });
  return `?${pairs.join('&')}`;
}

/** Lone surrogates cannot be written in an address. */
const encodeText = (text: string): string => encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/g, '?'));
