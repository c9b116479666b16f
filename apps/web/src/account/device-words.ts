const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iPhone or iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
];

const find = (list: [RegExp, string][], text: string): string | null =>
  list.find(([sign]) => sign.test(text))?.[1] ?? null;

/** "Chrome on Android" of a browser's long name; other programs by the first word they give. */
export function deviceWords(userAgent: string | null): string {
  if (userAgent === null) return 'Unknown device';
  const browser = find(BROWSERS, userAgent);
  const system = find(SYSTEMS, userAgent);
  if (browser !== null) return system === null ? browser : `${browser} on ${system}`;
  return userAgent.split(/[\s/]/)[0] || 'Unknown device';
}
