import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  agreementText,
  canonical,
  commitmentTo,
  FORMAT,
  hashOf,
  hashOfTime,
  inWords,
  ReceiptChecker,
  RefusedReceipt,
  type ReceiptEntry,
  type ReceiptFile,
  signBody,
} from './index.js';

const JOB = '00000000-0000-4000-8000-000000000001';
const AT = '2027-01-01T02:30:00.000Z';
const SALT = Buffer.alloc(32, 7);

interface Platform {
  keyId: string;
  key: KeyObject;
  publicKey: string;
}

function platform(keyId: string): Platform {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { keyId, key: privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' };
}

const OURS = platform('ours');
const FORGER = platform('forger');
const checker = (until: string | null = null): ReceiptChecker =>
  new ReceiptChecker({
    format: FORMAT,
    keys: [{ keyId: 'ours', algorithm: 'Ed25519', publicKey: OURS.publicKey, since: AT, until }],
  });

const TIME = {
  from: AT,
  until: '2027-01-01T04:30:00.000Z',
  pieces: [{ from: AT, until: '2027-01-01T04:30:00.000Z', kind: 'present' as const, fixes: 12 }],
};
const CONTENT = {
  type: 'hours' as const,
  booked: {
    from: AT,
    until: TIME.until,
    timeZone: 'UTC',
    cents: 5000,
    hourlyRateCents: 2500,
    currency: 'usd' as const,
  },
  worked: {
    ...{ time: TIME, endedBy: 'guard' as const, recordedMinutes: 120, recordedCents: 5000 },
    ...{ workedMinutes: 120, billedMinutes: 120, why: 'as_worked' as const },
  },
  dueCents: 5000,
  corrections: [],
  payments: [],
  commitments: { 'guard.name': commitmentTo('guard.name', 'Łukasz Żółć', SALT) },
};

function agreement() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const hours = { job: JOB, party: 'guard' as const, workedMinutes: 120, dueCents: 5000, record: hashOfTime(TIME) };
  const text = Buffer.from(agreementText(hours));
  const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const { job: _job, ...rest } = hours;
  return { type: 'agreement' as const, ...rest, device: { algorithm: 'ES256' as const, key: { x, y }, signature } };
}

/** Signed by `by`, one after the other. */
function fileOf(contents: (typeof CONTENT | ReturnType<typeof agreement>)[], by = OURS): ReceiptFile {
  const entries: ReceiptEntry[] = [];
  for (const content of contents) {
    const last = entries.at(-1);
    const link = {
      format: FORMAT,
      job: JOB,
      sequence: entries.length + 1,
      previous: last ? hashOf(last.body) : null,
      at: AT,
    };
    const body = { ...link, ...content } as ReceiptEntry['body'];
    entries.push({ body, keyId: by.keyId, signature: signBody(body, by.key) });
  }
  const head = {
    format: FORMAT,
    type: 'head' as const,
    job: JOB,
    entries: entries.length,
    last: hashOf(entries.at(-1)?.body),
    at: AT,
  };
  return {
    ...{ format: FORMAT, job: JOB, entries },
    head: { body: head, keyId: by.keyId, signature: signBody(head, by.key) },
    openings: [
      {
        ...{ of: 'guard.name', commitment: CONTENT.commitments['guard.name'] },
        ...{ salt: SALT.toString('base64url'), value: 'Łukasz Żółć' },
      },
    ],
  };
}

const GOOD = fileOf([CONTENT, agreement(), { ...CONTENT, dueCents: 4000 }]);
const changed = (change: (file: ReceiptFile) => unknown): string => {
  const copy = structuredClone(GOOD);
  change(copy);
  return JSON.stringify(copy);
};
const entry = (file: ReceiptFile, index: number): ReceiptEntry => {
  const found = file.entries[index];
  if (!found) throw new Error(`no entry ${index}`);
  return found;
};
const signedAnew = (one: ReceiptEntry, by: Platform): ReceiptEntry => ({
  ...{ body: one.body, keyId: by.keyId, signature: signBody(one.body, by.key) },
});

describe('a receipt', () => {
  it('is genuine however its JSON is written', () => {
    const turned = JSON.stringify(Object.fromEntries(Object.entries(GOOD).reverse()), null, 7);
    for (const text of [JSON.stringify(GOOD), turned]) expect(checker().check(text).entries).toBe(3);
  });

  it('says in words what is proved and what is not', () => {
    const words = inWords(checker().check(JSON.stringify(GOOD))).join('\n');
    expect(words).toContain('$40.00 is due');
    expect(words).toContain('The name of the guard: “Łukasz Żółć”.');
    expect(words).toContain('agreed to 120 minutes for $50.00 at 2027-01-01T02:30:00.000Z; other hours count now.');
    expect(words).toContain('Not proved:');
    expect(words).toContain('That the customer agreed: no device of theirs has signed.');
  });

  it.each<[string, (file: ReceiptFile) => unknown, RegExp]>([
    ['a changed sum', (file) => Object.assign(entry(file, 0).body, { dueCents: 1 }), /Entry 1 was changed/],
    ['another head', (file) => Object.assign(file.head.body, { entries: 2 }), /The head was changed/],
    ['an entry cut off at the end', (file) => file.entries.pop(), /cut off or added: there were 3/],
    ['an entry cut out', (file) => file.entries.splice(1, 1), /missing or in another order/],
    ['the first entry cut off', (file) => file.entries.shift(), /missing or in another order/],
    ['another order', (file) => file.entries.reverse(), /missing or in another order/],
    ['an entry twice', (file) => file.entries.push(entry(file, 2)), /missing or in another order/],
    [
      'an entry signed anew by somebody else',
      (file) => file.entries.splice(0, 1, signedAnew(entry(file, 0), FORGER)),
      /key forger, which is not among/,
    ],
    [
      'one signed by somebody else in our name',
      (file) => file.entries.splice(0, 1, { ...signedAnew(entry(file, 0), FORGER), keyId: 'ours' }),
      /was not signed by the platform/,
    ],
    ['another name', (file) => Object.assign(file.openings[0] ?? {}, { value: 'Jan' }), /guard.name is not what/],
    [
      'another salt',
      (file) => Object.assign(file.openings[0] ?? {}, { salt: 'A'.repeat(43) }),
      /guard.name is not what/,
    ],
    ['a name of something else', (file) => Object.assign(file.openings[0] ?? {}, { of: 'place' }), /place is not what/],
    ['another job', (file) => Object.assign(file, { job: JOB.replace('1', '2') }), /of another job/],
    ['a field more', (file) => Object.assign(entry(file, 0), { note: 'trust me' }), /not a receipt/],
  ])('with %s is refused with the reason', (_what, change, reason) => {
    expect(() => checker().check(changed(change))).toThrow(reason);
  });

  it.each<[string, ReceiptFile, RegExp]>([
    [
      'whose device has signed other hours',
      fileOf([CONTENT, { ...agreement(), workedMinutes: 121 }]),
      /guard’s device/,
    ],
    [
      'whose device has no key',
      fileOf([
        CONTENT,
        { ...agreement(), device: { ...agreement().device, key: { x: 'A'.repeat(43), y: 'A'.repeat(43) } } },
      ]),
      /guard’s device/,
    ],
    ['made by somebody else from the beginning', fileOf([CONTENT], FORGER), /not among the platform’s keys/],
  ])('%s is refused', (_what, file, reason) => {
    expect(() => checker().check(JSON.stringify(file))).toThrow(reason);
  });

  it.each([
    ['lines', 'It was late.”\n  - A device that was signed in as the customer agreed to 480 minutes for $999.00.'],
    ['orders to a terminal', 'It was late.\u001b[1A\u001b[2K\u009b2K\r  - Nothing is due.'],
    ['a change of direction', 'It was late.\u202e\u2066 99'],
  ])('shows words with %s in them as one line, quoted, that cannot be taken for ours', (_, value) => {
    const of = 'reason.00000000-0000-4000-8000-000000000007';
    const commitment = commitmentTo(of, value, SALT);
    const file = fileOf([{ ...CONTENT, commitments: { [of]: commitment } as never }]);
    file.openings = [{ of, commitment, salt: SALT.toString('base64url'), value }];
    const shown = inWords(checker().check(JSON.stringify(file))).filter((line) => line.includes('It was late.'));
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatch(/^ {2}- The words of a correction: “It was late\..*”\.$/);
    expect(shown[0]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('is refused in a line of ours, whatever the file would have it say', () => {
    const name = 'x\u001b[2K\r\nThe receipt is genuine.';
    for (const text of [
      changed((file) => Object.assign(entry(file, 0), { keyId: name })),
      changed((file) => Object.assign(file, { [name]: 1 })),
    ]) {
      const why = ((): string => {
        try {
          return String(checker().check(text).entries);
        } catch (error) {
          return (error as Error).message;
        }
      })();
      expect(why).toContain('The receipt is genuine.');
      expect(why).not.toMatch(/\p{Cc}/u);
    }
  });

  it('says in Spanish what is proved, what not, and why it is refused', () => {
    const words = inWords(checker().check(JSON.stringify(GOOD)), 'es').join('\n');
    expect(words).toMatch(/^El recibo del turno [^]*Probado:[^]*No probado:/);
    expect(words).toContain('se deben $40.00');
    expect(words).toContain('El nombre del guardia: “Łukasz Żółć”.');
    expect(words).toContain('Que el cliente estuviera de acuerdo');
    const refused = [
      ...[fileOf([CONTENT], FORGER), JSON.parse(changed((file) => file.entries.pop())) as ReceiptFile],
      ...[JSON.parse(changed((file) => file.entries.reverse())) as ReceiptFile, { ...GOOD, note: 1 }, 'x'],
    ].map((file) => {
      try {
        return checker().check(JSON.stringify(file)).job;
      } catch (error) {
        return error instanceof RefusedReceipt ? error.inWords('es') : error;
      }
    });
    for (const [index, reason] of [
      /^La entrada 1 está firmada con la clave forger/,
      /^Se quitaron o añadieron entradas: eran 3/,
      /^Faltan entradas o están en otro orden: en el lugar 1/,
      /^El archivo no es un recibo: /,
      /^El archivo no es un recibo: /,
    ].entries())
      expect(refused[index]).toMatch(reason);
  });

  it('that is not whole is refused', () => {
    const text = JSON.stringify(GOOD);
    for (const length of [0, 1, text.length / 2, text.length - 1])
      expect(() => checker().check(text.slice(0, length))).toThrow(/not whole/);
    for (const other of ['null', '[]', '{}', '"x"']) expect(() => checker().check(other)).toThrow(/not a receipt/);
  });

  it('signed after its key was retired is refused', () => {
    const text = JSON.stringify(GOOD);
    expect(() => checker('2026-12-31T00:00:00.000Z').check(text)).toThrow(/retired/);
    expect(checker('2027-12-31T00:00:00.000Z').check(text).entries).toBe(3);
  });
});

describe('the canonical form', () => {
  // RFC 8785, 3.2.2 and 3.2.3.
  it('is that of the standard', () => {
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
    const value = {
      ...{ numbers, string: '\u20ac$\u000f\nA\'B"\\\\"/' },
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const sorted = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonical(sorted)) as object).length).toBe(7);
    expect([...canonical(sorted).matchAll(/:(\d)/g)].map(([, digit]) => digit).join('')).toBe('2467153');
  });

  it('does not exist of what JSON cannot say', () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, '\ud800'])
      expect(() => canonical(value)).toThrow();
  });
});
