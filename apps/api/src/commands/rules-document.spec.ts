import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rulesSchema } from '../platform/config/rules.js';

const ROW = /^\| `(?<name>\w+)`\s*\| (?<fallback>\S+)\s*\| (?<meaning>.*\S)\s*\|$/gm;

const documented = [...readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8').matchAll(ROW)].map(
  ({ groups }) => [groups?.name, Number(groups?.fallback)],
);

it('lists every number of the market once in docs/rules.md, with its default', () => {
  const defaults = Object.entries(rulesSchema.parse({}));
  expect(documented.sort()).toEqual(defaults.sort());
});
