/** Credit of customers, as administrators see it. */
export const credit = {
  section: 'Credit',
  give: 'Give credit',
  none: 'None was given yet.',
  left: '{amount} left',
  row: '{amount} given, {left} left',
  by: '{reason} ({who}, {at})',
  job: 'The job',
  take: 'Take back',
  giveTo: 'Credit for {person}',
  how: 'It pays for their next jobs before their card does, and for what a card refuses now. They are told how much it is, not why.',
  giveSum: 'Give {amount}',
  given: '{amount} of credit given',
  givenHow: 'The customer is told.',
  takeHow: '{amount} of it are not used yet. What has paid for jobs stays paid.',
} as const;
