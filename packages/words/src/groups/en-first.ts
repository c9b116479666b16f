export { demo } from '../en/demo.js';
export { landing } from '../en/landing.js';
export { layout } from '../en/layout.js';
export { offline } from '../en/offline.js';
export { terms } from '../en/terms.js';
