export { admin } from '../es/admin.js';
export { credit } from '../es/credit.js';
