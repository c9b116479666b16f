import { catalogue } from '../../platform/http/problem.js';

export const placeErrors = catalogue({
  place_label_taken: { status: 409, sentence: 'You have a place of this name already.' },
  too_many_places: { status: 422, sentence: 'You have saved as many places as can be kept. Remove one first.' },
});
