export { about } from '../en/about.js';
export { account } from '../en/account.js';
export { booking } from '../en/booking.js';
export { guard } from '../en/guard.js';
export { hours } from '../en/hours.js';
export { jobs } from '../en/jobs.js';
export { map } from '../en/map.js';
export { timeline } from '../en/timeline.js';
