import { catalogue } from '../../platform/http/problem.js';

export const trackingErrors = catalogue({
  not_tracked: {
    status: 409,
    sentence:
      'Positions are taken only from acceptance to check-out, and late ones for a day after; this job is not in that time.',
  },
  too_many_streams: { status: 429, sentence: 'You have too many event streams open. Close some of them.' },
  no_position_yet: { status: 404, sentence: 'There is no position of this job (or none young enough to be kept).' },
});
