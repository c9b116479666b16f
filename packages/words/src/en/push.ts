/** What the service worker of a device says by itself; it is made into the worker when that is built. */
export const push = {
  accept: 'Accept',
  decline: 'Decline',
  ended: 'The offer has ended',
  notSent: 'Not sent: no connection',
  declined: 'Declined',
  yours: 'The job is yours',
  signIn: 'Please sign in to answer',
  notAccepted: 'Not accepted',
  notDeclined: 'Not declined',
} as const;
