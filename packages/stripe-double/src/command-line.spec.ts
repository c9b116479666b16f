import { expect, test } from 'vitest';
import { HELP, readCommandLine } from './command-line.js';

test('every option is read, and all have defaults', () => {
  expect(readCommandLine([])).toEqual({ help: false, options: { port: 12111, savedTestCard: false } });
  const args = ['--port', '0', '--state', 'books', '--seed', '7', '--saved-test-card'];
  const webhook = ['--webhook', 'http://127.0.0.1:3000/webhooks', '--webhook-secret', 'whsec_1'];
  expect(readCommandLine([...args, ...webhook])).toEqual({
    help: false,
    options: {
      port: 0,
      stateDir: 'books',
      seed: 7,
      savedTestCard: true,
      webhook: { url: 'http://127.0.0.1:3000/webhooks', secret: 'whsec_1' },
    },
  });
});

test('every option is in the help', () => {
  expect(readCommandLine(['--help', '--port', 'x'])).toEqual({ help: true });
  for (const option of ['--port', '--state', '--webhook', '--webhook-secret', '--seed', '--saved-test-card']) {
    expect(HELP).toContain(option);
  }
});

test.each([
  [['--port', 'many'], '--port is a whole number, not many'],
  [['--webhook', 'http://127.0.0.1:1'], '--webhook and --webhook-secret go together'],
  [['--webhook', 'nowhere', '--webhook-secret', 's'], '--webhook is not an address: nowhere'],
  [['--live'], "Unknown option '--live'"],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => readCommandLine(args)).toThrow(sentence);
});
