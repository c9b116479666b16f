/** What stands in the log in the place of what must not. */
const REDACTED = '[redacted]';

const SECRET_FIELD =
  /^(authorization|cookie|set-cookie|password|.*_?password(_?hash)?|token|.*token(_?hash)?|secret|.*secret(_?encrypted)?|code|taxid|tax_id.*|apikey|api_key|clientsecret)$/i;

/** Positions of people, under every name they go by in requests, answers and rows. */
const POSITION_FIELD = /^(lat|lng|lon|latitude|longitude|.*location|location_.*|coordinates|geometry|position|fixes)$/i;

const PERSONAL_FIELD = /^(email|phone|first_?name|last_?name|license_?number|ip)$/i;

/** Secrets are told by their form wherever they stand in a text: error messages quote what they were given. */
const PATTERNS: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\b(aegis_session=)[^;\s"']+/gi, `$1${REDACTED}`],
  [/\b(sk|rk|pk)_(test|live)_\w+/g, REDACTED],
  [/\bwhsec_\w+/g, REDACTED],
  [/\bpi_\w+_secret_\w+/g, REDACTED],
  [/\$argon2(id|i|d)\$\S+/g, REDACTED],
  [/\bv1:[a-z0-9-]{1,31}:[\w-]{20,}/g, REDACTED],
  [/(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g, `$1${REDACTED}@`],
  [/otpauth:\/\/\S+/g, REDACTED],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, REDACTED],
  [/\bS?R?I?D?=?\d*;?POINT\s*\([^)]*\)/gi, REDACTED],
  [/("?\b(?:lat|lng|latitude|longitude)"?\s*[:=]\s*)-?\d+(\.\d+)?/gi, `$1${REDACTED}`],
  [/("?\b(?:password|token|secret|taxId|code)"?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,}&]+)/gi, `$1${REDACTED}`],
];

const DEEPEST = 6;

/** `text` without anything that looks like a secret, a contact or a position. */
export function redactText(text: string): string {
  return PATTERNS.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}

/** The same for a value of any shape: fields by their name, texts by their form. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth === DEEPEST) return '[deep]';
  if (value instanceof Error) return redactText(value.stack ?? value.message);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Date) return value;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isHidden(name) ? REDACTED : redact(field, depth + 1)]),
  );
}

const isHidden = (name: string): boolean =>
  SECRET_FIELD.test(name) || POSITION_FIELD.test(name) || PERSONAL_FIELD.test(name);
