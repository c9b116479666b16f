/**
 * The terms of a job: what a guard agrees to. While nobody has, the customer changes them freely; afterwards by a proposal. The
 * other things they say of a job (title, notes, contact) are words, which they may change until its end. A file of its own,
 * without the schemas, for pages.
 */
export const JOB_TERMS = [
  'jobType',
  'locationAddress',
  'location',
  'siteRadiusMeters',
  'startTime',
  'endTime',
  'requiredClearanceLevel',
  'requiredSkills',
  'specialRequirements',
  'hourlyRateCents',
] as const;
export type JobTerm = (typeof JOB_TERMS)[number];

export const JOB_WORDS = ['title', 'description', 'locationNotes', 'contact', 'purchaseOrder'] as const;
export type JobWord = (typeof JOB_WORDS)[number];
