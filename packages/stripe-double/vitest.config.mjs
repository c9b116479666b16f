import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // dist holds compiled copies of the tests; without this they would run twice.
    include: ['src/**/*.spec.ts'],
    // Every test starts a double of its own and leaves nothing behind: loading the SDK once per worker is enough.
    isolate: false,
    pool: 'threads',
    // Webhooks arrive by themselves; a busy machine may take a while.
    expect: { poll: { timeout: 5000 } },
  },
});
