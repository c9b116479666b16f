export { about } from '../es/about.js';
export { account } from '../es/account.js';
export { booking } from '../es/booking.js';
export { guard } from '../es/guard.js';
export { hours } from '../es/hours.js';
export { jobs } from '../es/jobs.js';
export { map } from '../es/map.js';
export { timeline } from '../es/timeline.js';
