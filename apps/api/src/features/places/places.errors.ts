import { catalogue } from '../../platform/http/problem.js';

export const placeErrors = catalogue({
  place_label_taken: 409,
  too_many_places: 422,
});
