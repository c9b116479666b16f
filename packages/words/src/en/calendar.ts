/** What stands in the calendars of people. Nothing of others: a calendar is read by its maker and by whoever it is shared with. */
export const calendar = {
  name: 'My jobs with Aegis',
  requested: 'No guard has accepted yet.',
  guarded: 'A guard has accepted.',
  yours: 'You are the guard.',
  cancelled: 'This job is cancelled.',
  notYours: 'You are not the guard of this job any more.',
} as const;
