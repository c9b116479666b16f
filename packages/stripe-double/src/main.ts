#!/usr/bin/env node
import { HELP, readCommandLine, type Command } from './command-line.js';
import { startStripeDouble } from './start-stripe-double.js';

function commandOrExit(): Command {
  try {
    return readCommandLine(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('Try --help.');
    return process.exit(2);
  }
}

const command = commandOrExit();
if (command.help) {
  process.stdout.write(HELP);
} else {
  const double = await startStripeDouble(command.options);
  console.log(`The Stripe double listens on ${double.url}`);
  const stop = () => void double.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
