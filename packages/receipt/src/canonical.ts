import canonicalize from 'canonicalize';

/** The one spelling of a value as JSON (RFC 8785): what is hashed and signed, whoever writes it down and however. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only what JSON can say has a canonical form');
  return text;
}

export const FORMAT = 'aegis-receipt/1' as const;

/** What both parties of a job agree to, each with a key of their own device. */
export interface AgreedHours {
  job: string;
  party: 'customer' | 'guard';
  workedMinutes: number;
  dueCents: number;
  /** The hash of the record of the time (`hashOfTime`), base64url. */
  record: string;
}

/** The text that a device signs. It says what it is, so that no signature of another kind can be taken for it. */
export const agreementText = ({ job, party, workedMinutes, dueCents, record }: AgreedHours): string =>
  canonical({ format: FORMAT, type: 'agreed-hours', job, party, workedMinutes, dueCents, record });
