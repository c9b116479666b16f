export { map } from '../es/map.js';
export { share } from '../es/share.js';
