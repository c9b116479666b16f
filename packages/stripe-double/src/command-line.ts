import { parseArgs } from 'node:util';
import type { StripeDoubleOptions } from './stripe-double.js';

const DEFAULT_PORT = 12111;

export const HELP = `A local stand-in for Stripe. The official SDK talks to it unchanged:

  new Stripe('sk_test_anything', { host: '127.0.0.1', port: ${DEFAULT_PORT}, protocol: 'http', telemetry: false })

Usage: node packages/stripe-double/dist/main.js [options]

  --port N              the port to listen on, on 127.0.0.1 only; 0 takes a free one (default ${DEFAULT_PORT})
  --state DIR           keep everything in this directory, also through a kill (default: forget at the end)
  --webhook URL         send every event here, signed
  --webhook-secret S    sign with this secret; needed with --webhook
  --seed N              the same ids and the same chance of faults in every run
  --saved-test-card     every new customer comes with a saved Visa
  --help                this text

While it runs:

  GET  /_double/books             what was held, captured, refunded, transferred, and every object
  POST /_double/faults            {"kind":"timeout_after","operation":"POST /v1/refunds","count":2}
  POST /_double/clock             {"advanceSeconds":604800} or {"now":"2027-01-01T00:00:00Z"}
  POST /_double/webhooks/flush    send what is owed, now
  POST /_double/reset             forget everything
`;

export type Command = { help: true } | { help: false; options: StripeDoubleOptions };

/** Reads the command line; throws with a sentence for whoever typed it. */
export function readCommandLine(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      state: { type: 'string' },
      webhook: { type: 'string' },
      'webhook-secret': { type: 'string' },
      seed: { type: 'string' },
      'saved-test-card': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return { help: true };
  const webhook = readWebhook(values.webhook, values['webhook-secret']);
  const options: StripeDoubleOptions = {
    port: wholeNumber('--port', values.port) ?? DEFAULT_PORT,
    savedTestCard: values['saved-test-card'] ?? false,
    ...(values.state === undefined ? {} : { stateDir: values.state }),
    ...(webhook === undefined ? {} : { webhook }),
  };
  const seed = wholeNumber('--seed', values.seed);
  return { help: false, options: seed === undefined ? options : { ...options, seed } };
}

function readWebhook(url: string | undefined, secret: string | undefined) {
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || secret === undefined) throw new Error('--webhook and --webhook-secret go together');
  if (!URL.canParse(url)) throw new Error(`--webhook is not an address: ${url}`);
  return { url, secret };
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new Error(`${name} is a whole number, not ${value}`);
  return Number(value);
}
