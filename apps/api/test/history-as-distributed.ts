import { afterAll, expect } from 'vitest';
import { faultsSeen, lookAtStatements } from './history-witness.js';

lookAtStatements();

/** Once a file; the witness is one for the worker. */
afterAll(() => {
  expect(faultsSeen()).toEqual([]);
});
