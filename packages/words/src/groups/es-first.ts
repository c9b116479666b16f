export { demo } from '../es/demo.js';
export { landing } from '../es/landing.js';
export { layout } from '../es/layout.js';
export { offline } from '../es/offline.js';
export { terms } from '../es/terms.js';
