/** The page of a link that lets others follow a job. It loads nothing else of the application. */
export const share = {
  title: 'Follow a job',
  reading: 'Reading where the job stands.',
  note: 'Aegis. This page shows what the person who sent you the link chose to share.',
  guard: '{guard} guards this job',
  over: 'This link has ended',
  overWhy: 'It ends with the job, or was taken back. Ask the person who sent it for another one.',
  notRead: 'Where the job stands cannot be read at the moment.',
  offline: 'No answer just now. We try again by ourselves.',
  onSite: '{guard} is on site.',
  onSiteSeen: '{guard} is on site, seen {ago}.',
  silent: '{guard} has checked in on site, and was last seen {ago}.',
  site: 'The site',
  siteRoughly: 'The site, roughly',
  accepted: '{guard} has accepted. Where they are is shown here when they set out.',
  away: '{guard} is {miles, plural, =0 {less than a mile} one {about # mile} other {about # miles}} away.',
  ago: '{minutes, plural, =0 {just now} one {a minute ago} other {# minutes ago}}',
} as const;
