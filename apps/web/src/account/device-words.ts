import { words } from '../words/words';

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems = (): [RegExp, string][] => [
  [/Android/, 'Android'],
  [/iPhone|iPad/, words('account.device.iPhone')],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
];

const find = (list: [RegExp, string][], text: string): string | null =>
  list.find(([sign]) => sign.test(text))?.[1] ?? null;

/** "Chrome on Android" of a browser's long name; other programs by the first word they give. */
export function deviceWords(userAgent: string | null): string {
  if (userAgent === null) return words('account.device.unknown');
  const browser = find(BROWSERS, userAgent);
  const system = find(systems(), userAgent);
  if (browser !== null) return system === null ? browser : words('account.device.on', { browser, system });
  return userAgent.split(/[\s/]/)[0] || words('account.device.unknown');
}
