import { catalogue } from '../../platform/http/problem.js';

export const matchingErrors = catalogue({
  offer_gone: { status: 409, sentence: 'Too late: the offer has ended or somebody else took the job.' },
  guard_may_not_take_it: { status: 409, sentence: 'This guard may not take the job.' },
  search_paused: {
    status: 409,
    sentence:
      'Nobody can be given this job now: its customer is suspended, or the card has not yet been asked for the changed price.',
  },
});
