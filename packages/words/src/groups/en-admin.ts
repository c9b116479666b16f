export { admin } from '../en/admin.js';
