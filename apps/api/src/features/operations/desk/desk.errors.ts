import { catalogue } from '../../../platform/http/problem.js';

export const deskErrors = catalogue({
  not_a_customer: { status: 422, sentence: 'Jobs are booked for customers. This person is none.' },
});
