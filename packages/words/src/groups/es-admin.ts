export { admin } from '../es/admin.js';
