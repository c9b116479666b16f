import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './workspace.mjs';

const MOST_FILES = 25;
const SOURCES = join(ROOT, 'apps/api/src');

/** The text between a heading of docs/architecture.md and the next one. */
function chapter(heading) {
  const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const [, text = ''] = page.split(`## ${heading}\n`);
  return text.split('\n## ')[0];
}

const journeys = chapter('Four journeys')
  .split('\n\n')
  .filter((paragraph) => paragraph.startsWith('**'))
  .map((paragraph) => {
    const [, name] = /^\*\*(.+?)\*\*/.exec(paragraph);
    const files = [...paragraph.matchAll(/`(features\/[\w./-]+\.ts)`/g)].map(([, file]) => file);
    return { name, files };
  });

describe('the journeys of docs/architecture.md', () => {
  it('are four', () => expect(journeys).toHaveLength(4));

  it.each(journeys)('$name passes files that are there, and few of them', ({ files }) => {
    expect(files.filter((file) => !existsSync(join(SOURCES, file)))).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
    expect(files.length).toBeLessThanOrEqual(MOST_FILES);
  });
});

describe('jsonb', () => {
  /** Reads or writes of a key of `metadata`, in SQL or of a row. */
  const KEY_OF_METADATA =
    /\bmetadata\s*(->>?|#>>?|\?[|&]?\s*'|\|\|)|\bmetadata\)?\s*=\s*metadata\b|jsonb_set\(\s*\w*\.?metadata/;

  it('holds no fact that something is decided by', () => {
    const readers = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .filter((file) => KEY_OF_METADATA.test(readFileSync(join(SOURCES, file), 'utf8')));
    expect(readers).toEqual([]);
  });
});
