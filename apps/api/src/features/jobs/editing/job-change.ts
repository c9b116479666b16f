import { JOB_TERMS, JOB_WORDS, type JobEdit, type JobTerm, type JobWord } from '@aegis/contract';
import type { Rules } from '../../../platform/config/rules.js';
import type { Price } from '../../../platform/money/money.js';
import type { JobRow } from '../job-rows.js';
import { bookedFeePercent, bookedPrice } from '../pricing.js';

/** What customers say of a job beside its terms. */
export type Words = Pick<JobRow, 'title' | 'description' | 'locationNotes' | 'contact' | 'purchaseOrder'>;
/** What a guard agrees to, with what it comes to. */
export type Terms = Pick<JobRow, JobTerm> & Price;

export interface JobChange {
  changedWords: JobWord[];
  changedTerms: JobTerm[];
  words: Words;
  terms: Terms;
}

type PriceRules = Parameters<typeof bookedPrice>[1];

/**
 * What an edit makes of a job. What is left out, or said again as it is, changes nothing.
 * Until somebody has accepted it is priced like a new booking; afterwards with the fee that was booked, so that a change of the
 * hours alone does not change what the guard gets for one.
 */
export function changeOf(job: JobRow, edit: JobEdit, rules: PriceRules): JobChange {
  const changedWords = JOB_WORDS.filter((word) => isOther(edit[word], job[word]));
  const changedTerms = JOB_TERMS.filter((term) => isOther(edit[term], job[term]));
  const next = { ...job, ...only(edit, [...changedWords, ...changedTerms]) };
  return { changedWords, changedTerms, words: next, terms: termsOf({ ...next, ...priceOf(job, next, rules) }) };
}

function priceOf(job: JobRow, next: JobRow, rules: PriceRules): Price {
  const fee: Partial<Pick<Rules, 'PLATFORM_FEE_PERCENT'>> =
    job.status === 'requested' ? {} : { PLATFORM_FEE_PERCENT: bookedFeePercent(job) };
  return bookedPrice(next, { ...rules, ...fee });
}

/** Both are as the contract has them: plain values, dates, a position, lists of text. */
const isOther = (wanted: unknown, known: unknown): boolean =>
  wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(known);

const only = <Of extends object, Key extends keyof Of>(from: Of, keys: readonly Key[]): Partial<Pick<Of, Key>> =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<Pick<Of, Key>>;

/** Of a job, or of what it would be, the terms alone. */
export function termsOf({ jobType, locationAddress, location, siteRadiusMeters, ...rest }: Terms): Terms {
  const { startTime, endTime, requiredClearanceLevel, requiredSkills, specialRequirements } = rest;
  const { hourlyRateCents, totalAmountCents, platformFeeCents, guardPayoutCents } = rest;
  return {
    ...{ jobType, locationAddress, location, siteRadiusMeters, startTime, endTime },
    ...{ requiredClearanceLevel, requiredSkills, specialRequirements },
    ...{ hourlyRateCents, totalAmountCents, platformFeeCents, guardPayoutCents },
  };
}
