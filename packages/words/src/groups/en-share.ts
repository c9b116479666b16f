export { map } from '../en/map.js';
export { share } from '../en/share.js';
