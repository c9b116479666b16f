import { catalogue } from '../../platform/http/problem.js';

export const matchingErrors = catalogue({
  offer_gone: { status: 409, sentence: 'Too late: the offer has ended or somebody else took the job.' },
});
