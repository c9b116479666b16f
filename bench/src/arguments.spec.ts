import { describe, expect, it } from 'vitest';
import { type Arguments, readArguments } from './arguments.js';
import type { Options } from './harness/bench.js';

const read = (...args: string[]): Arguments => {
  const given = readArguments(args);
  if (given === 'help') throw new Error('help was not asked for');
  return given;
};

const sizesOf = ({ topics, optionsOf }: Arguments, name: string): Options => {
  const topic = topics.find((one) => one.name === name);
  if (!topic) throw new Error(`${name} is not measured`);
  return optionsOf(topic);
};

describe('the sizes of a topic', () => {
  it('are its own where all are measured together, and those of --help where it is alone', () => {
    expect(sizesOf(read(), 'search').guards).toEqual([10_000, 100_000, 1_000_000]);
    expect(sizesOf(read(), 'matching').guards).toEqual([100_000]);
    expect(sizesOf(read('search'), 'search').guards).toEqual([100_000]);
  });

  it('are what was asked for either way', () => {
    expect(sizesOf(read('--guards', '500,600'), 'search').guards).toEqual([500, 600]);
    expect(sizesOf(read('fixes', '--history', '20000', '--seconds', '1'), 'fixes')).toMatchObject({
      historyRows: 20_000,
      seconds: 1,
    });
  });
});

describe('another Node', () => {
  it('is measured where there is one, and refused where there is none', () => {
    const names = ({ topics }: Arguments): string[] => topics.map(({ name }) => name);
    expect(names(read())).not.toContain('node');
    expect(names(read('--other-node', '/opt/node'))).toContain('node');
    expect(() => read('node')).toThrow('--other-node');
  });
});

describe('what cannot be meant', () => {
  it.each([
    [['sear'], 'Name one topic'],
    [['search', 'fixes'], 'Name one topic'],
    [['--rounds', '2'], '--rounds'],
    [['--document', '--profile', 'x'], '--profile'],
    [['search', '--before', 'x'], '--before'],
  ])('%j is refused', (args, words) => {
    expect(() => readArguments(args)).toThrow(words);
  });
});
