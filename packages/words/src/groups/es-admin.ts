export { admin } from '../es/admin.js';
export { credit } from '../es/credit.js';
export { disputes } from '../es/disputes.js';
