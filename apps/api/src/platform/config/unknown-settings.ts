/** What begins so is meant for us; other programs' variables are none of our business. */
const FAMILIES = [
  'AEGIS_',
  'DATABASE_',
  'REDIS_',
  'STRIPE_',
  'MAIL_',
  'VAPID_',
  'TWILIO_',
  'GEOCODER_',
  'MAP_',
  'ENCRYPTION_',
  'METRICS_',
];
/** Of our other programs and tests. */
const OF_OTHERS = new Set(['AEGIS_URL', 'AEGIS_TEST_ENGINE', 'AEGIS_OFFLINE_SECONDS']);
/** Shorter names are like one another by chance. */
const LIKE_FROM_LENGTH = 6;

/**
 * Set by somebody who meant us, and read by nobody, each as a sentence: a setting that is silently ignored is believed to work.
 * @param known names of all settings
 */
export function unknownSettings(given: Iterable<string>, known: ReadonlySet<string>): string[] {
  const sentences: string[] = [];
  for (const name of given) {
    if (known.has(name) || OF_OTHERS.has(name)) continue;
    const meant = [...known].find((one) => isLike(name, one));
    if (meant) sentences.push(`${name} is no setting of Aegis and does nothing. ${meant} is meant, perhaps.`);
    else if (FAMILIES.some((family) => name.startsWith(family)))
      sentences.push(`${name} is no setting of Aegis and does nothing. docs/configuration.md lists what can be set.`);
  }
  return sentences;
}

/** One letter is another, missing or too much. */
function isLike(name: string, known: string): boolean {
  const [longer, shorter] = name.length > known.length ? [name, known] : [known, name];
  if (shorter.length < LIKE_FROM_LENGTH || longer.length - shorter.length > 1) return false;
  let same = 0;
  while (same < shorter.length && longer[same] === shorter[same]) same++;
  const rest = longer.slice(same + 1);
  return longer.length === shorter.length ? shorter.slice(same + 1) === rest : shorter.slice(same) === rest;
}
