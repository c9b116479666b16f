import { type Language, type Words, wordsIn } from '@aegis/words/all';
import { figuresIn } from '@aegis/words/figures';
import type { HoursBody } from './format.js';
import { printable } from './printable.js';
import type { CheckedReceipt } from './verify.js';

const NAMES = {
  'customer.name': 'proof.name.customer',
  'guard.name': 'proof.name.guard',
  place: 'proof.name.place',
  positions: 'proof.name.positions',
} as const;

interface Speech {
  words: Words;
  money: (cents: number) => string;
}

/** What a receipt that was not refused proves, and what it does not, a sentence a line. */
export function inWords(checked: CheckedReceipt, language: Language = 'en'): string[] {
  const words = wordsIn(language);
  const speech = { words, money: figuresIn(language).money };
  return [
    words('proof.genuine', { job: checked.job }),
    '',
    words('proof.proved'),
    ...provedBy(checked, speech).map((line) => `  - ${line}`),
    '',
    words('proof.notProved'),
    ...notProvedBy(checked, speech).map((line) => `  - ${line}`),
  ];
}

function provedBy({ hours, entries, completeUntil, agreements, shown }: CheckedReceipt, speech: Speech): string[] {
  const { words, money } = speech;
  return [
    words('proof.proved.entries', { count: entries, until: completeUntil }),
    ...(hours ? hoursInWords(hours, speech) : []),
    ...agreements.map(({ body: { party, workedMinutes: minutes, dueCents, at }, isToWhatCounts }) => {
      const counts = isToWhatCounts ? 'yes' : 'no';
      return words('proof.proved.agreed', { party, minutes, money: money(dueCents), at, counts });
    }),
    ...shown.map(({ of, value }) =>
      words('proof.proved.shown', { name: capital(nameOf(of, words)), value: valueInWords(value, words) }),
    ),
  ];
}

function hoursInWords(
  { booked, worked, dueCents, payments, corrections, at }: HoursBody,
  { words, money }: Speech,
): string[] {
  const sumOf = (type: 'charge' | 'payout' | 'refund'): string =>
    money(payments.filter((one) => one.type === type).reduce((sum, one) => sum + one.cents, 0));
  const due = money(dueCents);
  return [
    words('proof.proved.booked', { from: booked.from, until: booked.until, money: money(booked.cents) }),
    worked
      ? words('proof.proved.worked', {
          ...{ from: worked.time.from, until: worked.time.until, money: due },
          ...{ minutes: worked.workedMinutes, billed: worked.billedMinutes },
        })
      : words('proof.proved.notWorked', { money: due }),
    ...(corrections.length > 0 ? [words('proof.proved.corrections', { count: corrections.length })] : []),
    words('proof.proved.money', {
      ...{ charged: sumOf('charge'), givenBack: sumOf('refund'), paid: sumOf('payout'), at },
    }),
  ];
}

function notProvedBy({ agreements, sealed, completeUntil }: CheckedReceipt, { words }: Speech): string[] {
  const silent = (['customer', 'guard'] as const).filter(
    (party) => !agreements.some(({ body }) => body.party === party),
  );
  const outdated = agreements.filter(({ isToWhatCounts }) => !isToWhatCounts).map(({ body }) => body.party);
  return [
    words('proof.open.later', { until: completeUntil }),
    words('proof.open.device'),
    words('proof.open.truth'),
    ...silent.map((party) => words('proof.open.silent', { party })),
    ...outdated.map((party) => words('proof.open.outdated', { party })),
    ...sealed.map((of) => words('proof.open.sealed', { name: capital(nameOf(of, words)) })),
  ];
}

/** What nobody has named here yet stands as it is in the file. */
function nameOf(of: string, words: Words): string {
  if (of.startsWith('reason.')) return words('proof.name.reason');
  return Object.hasOwn(NAMES, of) ? words(NAMES[of as keyof typeof NAMES]) : printable(of);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function valueInWords(value: unknown, words: Words): string {
  if (Array.isArray(value)) return words('proof.many', { count: value.length });
  return `“${printable(typeof value === 'string' ? value : JSON.stringify(value))}”`;
}
