/** The deepest body of the contract has five levels. */
const DEEPEST = 20;

/** True when `body` is nested deeper than anything we take. Walked without recursion: that is what such a body attacks. */
export function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    const next: unknown[] = [];
    for (const value of level)
      if (value !== null && typeof value === 'object' && !(value instanceof Uint8Array))
        for (const child of Object.values(value)) next.push(child);
    level = next;
  }
  return false;
}
