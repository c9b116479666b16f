import { parseArgs } from 'node:util';
import type { Options, Topic } from './harness/bench.js';
import { FEWEST_ROUNDS } from './harness/rounds.js';
import { TOPICS } from './topics/topics.js';

const DEFAULTS: Options = {
  rounds: FEWEST_ROUNDS,
  seconds: 4,
  connections: 16,
  guards: [100_000],
  offers: 36,
  lifeCycles: 160,
  historyRows: 10_000_000,
  streams: 5000,
  jobs: 100_000,
  otherNode: undefined,
  profileDir: undefined,
};

export const HELP = `npm run bench -- [TOPIC] [options]     all of them without TOPIC, with one table at the end

${TOPICS.map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`).join('\n')}

  --json FILE        write the figures there as well
  --document         keep the figures, and write docs/performance.md and its pictures anew
  --before FILE      --document: what an earlier run wrote with --json is the run before, also one of another state of the program
  --rounds N         rounds of every contender, ${FEWEST_ROUNDS} or more (${DEFAULTS.rounds})
  --seconds N        length of a round measured by time (${DEFAULTS.seconds})
  --connections N    requests or life-cycles under way at once (${DEFAULTS.connections})
  --guards N,N,...   search, matching: how many guards the city has (${DEFAULTS.guards.join(',')})
  --offers N         search, users: how many offers a guard has had in 88 days (${DEFAULTS.offers})
  --life-cycles N    booking, payments: life-cycles in a round (${DEFAULTS.lifeCycles})
  --history N        fixes: how many the day has that is dropped; migrations: how many offers there are (${DEFAULTS.historyRows})
  --streams N        live: open event streams (${DEFAULTS.streams})
  --jobs N           overview, replicas, growth, privacy: how many jobs the large market has (${DEFAULTS.jobs})
  --other-node FILE  node: another Node to run the servers with; without it that topic is left out
  --profile DIR      leave CPU profiles of the servers there (they run slower)
  --help             this text

All together take about half an hour on two cores that do nothing else: rounds are shorter then, the search is measured in three
cities, and what is said here beside a size is for a topic alone. A size that is given is taken either way.
Ours and what it is compared with are measured alternately in one run, on one machine and one database; a value is the
median of its rounds. Exit code: 0 every bar reached, 1 one missed or the run failed, 2 wrong usage.`;

export interface Arguments {
  topics: readonly Topic[];
  json: string | undefined;
  isDocumented: boolean;
  before: string | undefined;
  optionsOf: (topic: Topic) => Options;
}

/** @throws TypeError, as `parseArgs` does, for what cannot be meant. */
export function readArguments(args: readonly string[]): Arguments | 'help' {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ json: text, before: text, document: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      ...{ rounds: text, seconds: text, connections: text, guards: text, offers: text, 'life-cycles': text },
      ...{ history: text, streams: text, jobs: text, 'other-node': text, profile: text },
    },
  });
  if (values.help) return 'help';
  const { document: isDocumented = false, json, before } = values;
  // The servers run slower under a profile: such figures are not to be kept.
  if (isDocumented && values.profile !== undefined) throw new TypeError('--document goes without --profile.');
  if (before !== undefined && !isDocumented) throw new TypeError('--before goes with --document alone.');
  const given = givenOptions(values);
  const topics = topicsOf(positionals, given);
  const areTogether = positionals.length === 0;
  const optionsOf = (topic: Topic): Options => ({ ...DEFAULTS, ...(areTogether && topic.together), ...given });
  return { topics, json, isDocumented, before, optionsOf };
}

function topicsOf(names: readonly string[], { otherNode }: Partial<Options>): Topic[] {
  const topics = TOPICS.filter((topic) =>
    names.length === 0 ? !topic.needsOtherNode || otherNode !== undefined : topic.name === names[0],
  );
  if (topics.length === 0 || names.length > 1)
    throw new TypeError(`Name one topic or none: ${TOPICS.map(({ name }) => name).join(', ')}.`);
  const [topic] = topics;
  if (names.length === 1 && topic?.needsOtherNode && otherNode === undefined)
    throw new TypeError(`${topic.name} needs --other-node.`);
  return topics;
}

type Values = Partial<Record<string, string | boolean>>;

/** What is asked for, and nothing else. */
function givenOptions(values: Values): Partial<Options> {
  const given: Partial<Options> = {};
  const take = <Name extends keyof Options>(flag: string, name: Name, read: (text: string) => Options[Name]): void => {
    const value = values[flag];
    if (typeof value === 'string') given[name] = read(value);
  };
  const from =
    (flag: string, least: number) =>
    (text: string): number =>
      whole(flag, text, least);
  take('rounds', 'rounds', from('rounds', FEWEST_ROUNDS));
  take('seconds', 'seconds', from('seconds', 1));
  take('connections', 'connections', from('connections', 1));
  take('guards', 'guards', (sizes) => sizes.split(',').map(from('guards', 100)));
  take('offers', 'offers', from('offers', 1));
  take('life-cycles', 'lifeCycles', from('life-cycles', 1));
  take('history', 'historyRows', from('history', 10_000));
  take('streams', 'streams', from('streams', 10));
  take('jobs', 'jobs', from('jobs', 2000));
  take('other-node', 'otherNode', (file) => file);
  take('profile', 'profileDir', (directory) => directory);
  return given;
}

function whole(name: string, given: string, least: number): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < least) throw new TypeError(`--${name} is a whole number from ${least} on.`);
  return value;
}
