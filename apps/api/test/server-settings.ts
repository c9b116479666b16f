import { newKeyEntry } from '../src/platform/crypto/embedded-keys.js';

/** What a server on a database of its operator's needs, and what a test's crowd behind one address must not run into. */
export const SERVER_SETTINGS = {
  ENCRYPTION_KEYS: newKeyEntry('test'),
  RATE_LIMITS: 'off',
  NEW_CUSTOMER_OPEN_JOBS: '100000',
  ADMIN_SECOND_FACTOR: 'off',
};
