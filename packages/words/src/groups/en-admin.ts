export { admin } from '../en/admin.js';
export { credit } from '../en/credit.js';
export { disputes } from '../en/disputes.js';
