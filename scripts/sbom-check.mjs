/** Licences under which a package may be passed on with Aegis. Another one is looked at by a person, and added here or not used. */
const LICENCES = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense'],
  ...['CC0-1.0', 'CC-BY-4.0', 'OFL-1.1', 'Zlib', 'Python-2.0', 'LGPL-3.0-or-later', 'PostgreSQL'],
  // Of its own files alone, which are used as they come.
  'MPL-2.0',
]);

/** Packages that name no licence in the words of SPDX; what their licence file says. */
const READ_BY_HAND = new Map([['png-js', 'MIT']]);

/**
 * What a bill of materials (CycloneDX, as npm writes it) lacks of the lock file that it was made from.
 * @param {{ bomFormat?: string, components?: { name: string, version: string, hashes?: { alg: string, content: string }[],
 *   licenses?: object[] }[] }} bill
 * @param {{ packages: Record<string, { version?: string, integrity?: string, dev?: boolean, link?: boolean }> }} lock
 * @returns {{ packages: number, objections: string[] }}
 */
export function objectionsTo(bill, lock) {
  if (bill.bomFormat !== 'CycloneDX')
    return { packages: 0, objections: ['This is no bill of materials of CycloneDX.'] };
  const components = new Map(
    (bill.components ?? []).map((component) => [`${component.name}@${component.version}`, component]),
  );
  const wanted = Object.entries(lock.packages).filter(([path, entry]) => isForeign(path, entry));
  const objections = wanted.flatMap(([path, entry]) => {
    const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${entry.version}`;
    const component = components.get(name);
    if (!component) return [`${name} is not in the bill.`];
    return [
      ...(hasHash(component, entry.integrity) ? [] : [`${name} has another hash than package-lock.json, or none.`]),
      ...(runs(entry) ? licencesOf(component) : []).flatMap((licence) =>
        mayBePassedOn(licence) ? [] : [`${name} has the licence ${licence}.`],
      ),
    ];
  });
  return { packages: wanted.length, objections };
}

/** What was not written here. */
const isForeign = (path, { link }) => path.includes('node_modules/') && !link;

/** And not only built or tested with. */
const runs = ({ dev, devOptional }) => !dev && !devOptional;

function hasHash({ hashes = [] }, integrity) {
  const [algorithm, base64 = ''] = (integrity ?? '').split('-');
  const content = Buffer.from(base64, 'base64').toString('hex');
  return algorithm === 'sha512' && hashes.some((hash) => hash.alg === 'SHA-512' && hash.content === content);
}

/** One entry an alternative or an expression; none at all is told as such. */
function licencesOf({ name, licenses = [] }) {
  if (licenses.length === 0 && READ_BY_HAND.has(name)) return [];
  const named = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? 'unknown');
  return named.length > 0 ? named : ['unknown'];
}

/** Of an expression with OR one is enough, of AND all are needed. */
const mayBePassedOn = (expression) =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((licence) => LICENCES.has(licence.trim())));
