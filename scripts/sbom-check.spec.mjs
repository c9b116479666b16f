import { expect, it } from 'vitest';
import { objectionsTo } from './sbom-check.mjs';

const HASH = Buffer.alloc(64, 7);
const entry = { version: '1.0.0', integrity: `sha512-${HASH.toString('base64')}` };
const lock = { packages: { '': {}, 'apps/api': {}, 'node_modules/api': { link: true }, 'node_modules/a': entry } };
const component = {
  name: 'a',
  version: '1.0.0',
  hashes: [{ alg: 'SHA-512', content: HASH.toString('hex') }],
  licenses: [{ license: { id: 'MIT' } }],
};
const bill = (...components) => ({ bomFormat: 'CycloneDX', components });

it('a bill that has what runs, with its hash and licence, is as it should be', () => {
  expect(objectionsTo(bill(component), lock)).toEqual({ packages: 1, objections: [] });
});

it.each([
  ['a package that is missing', bill(), /^a@1.0.0 is not in the bill/],
  ['another version', bill({ ...component, version: '1.0.1' }), /^a@1.0.0 is not in the bill/],
  ['no hash', bill({ ...component, hashes: [] }), /another hash/],
  ['another hash', bill({ ...component, hashes: [{ alg: 'SHA-512', content: '00' }] }), /another hash/],
  [
    'a licence that nobody has looked at',
    bill({ ...component, licenses: [{ license: { id: 'AGPL-3.0' } }] }),
    /AGPL-3.0/,
  ],
  ['no licence', bill({ ...component, licenses: [] }), /licence unknown/],
  [
    'one of two licences that both hold',
    bill({ ...component, licenses: [{ expression: 'MIT AND AGPL-3.0' }] }),
    /AGPL/,
  ],
  ['something else than a bill', {}, /no bill/],
])('%s is told', (_, given, words) => {
  expect(objectionsTo(given, lock).objections).toEqual([expect.stringMatching(words)]);
});

it('what is only built or tested with is in the bill too, whatever its licence', () => {
  const tested = { packages: { 'node_modules/a': { ...entry, dev: true } } };
  const any = { ...component, licenses: [{ license: { id: 'AGPL-3.0' } }] };
  expect(objectionsTo(bill(any), tested)).toEqual({ packages: 1, objections: [] });
  expect(objectionsTo(bill(), tested).objections).toHaveLength(1);
});

it('of alternative licences one is enough', () => {
  const either = { ...component, licenses: [{ expression: '(AGPL-3.0 OR MIT)' }] };
  expect(objectionsTo(bill(either), lock).objections).toEqual([]);
});
