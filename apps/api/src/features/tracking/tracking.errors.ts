import { catalogue } from '../../platform/http/problem.js';

export const trackingErrors = catalogue({
  not_tracked: 409,
  too_many_streams: 429,
  not_under_way: 409,
  too_many_links: 409,
  alarm_moved_on: 409,
  link_not_valid: 404,
  no_position_yet: 404,
});
