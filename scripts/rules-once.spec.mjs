import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { marketRulesOf } from '../apps/api/dist/src/platform/config/market-rules.js';
import { rulesSchema } from '../apps/api/dist/src/platform/config/rules.js';
import { sourcesBelow } from './sources.mjs';
import { ROOT } from './workspace.mjs';

/**
 * A rule of the market stands in rules.ts and reaches everybody else by GET /config. What is looked for here is a second copy: a
 * sentence with its number, or a constant with its value.
 */
const READERS = ['apps/web', 'packages/client', 'packages/city'];

/** Constants that have the value of a rule and are another fact. */
const OTHER_FACTS = {
  AFTER_THE_END_MS: 'how long money goes on after a job',
  AFTERMATH_MS: 'after which a simulated day is broken off',
  FRESH_MS: 'how long a photo is not asked for again',
  LASTS_MS: 'length of the job of the demo',
  OLDEST_MS: 'how long a browser keeps what it has seen',
  POLL_TOLD_MS: 'how often a page asks that is told as well',
  STEP_MS: 'grain of the start of a booking for now',
  STILL_MS: 'how often the phone of somebody who stands reports',
};
/** Sentences with a number that no rule decides. */
const OTHER_SENTENCES = [/^The last \d+ days$/, /^Plays one booking/];

const QUANTITY =
  /\b(\d+([.,]\d+)?|one|two|three|ten|half an?|quarter of an?)\s(minutes?|min|hours?|days?|MB|metres?|meters?|miles?|percent|%|m|h|ft)(?![\w-])/i;
const IN_BASE_UNITS = { MS: 0.001, SECONDS: 1, MINUTES: 60, HOURS: 3600, DAYS: 86_400, METERS: 1, PERCENT: 1, MPS: 1 };
const DIMENSION = { MS: 's', SECONDS: 's', MINUTES: 's', HOURS: 's', DAYS: 's', METERS: 'm', PERCENT: '%', MPS: 'm/s' };
const UNIT_ITSELF = /^(A_)?(SECOND|MINUTE|HOUR|DAY)_/;

/** "900 s": of a name with its unit at the end; null for names without one. */
function measureOf(name, value) {
  const unit = name.split('_').at(-1);
  return unit in DIMENSION ? `${Number((value * IN_BASE_UNITS[unit]).toFixed(6))} ${DIMENSION[unit]}` : null;
}

const snake = (name) => name.replace(/[A-Z]/g, '_$&').toUpperCase();

const RULES = new Map(
  Object.entries(marketRulesOf(rulesSchema.parse({}), []))
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => [measureOf(snake(name), value), name])
    // A bare number, such as how many offers it takes, is any number.
    .filter(([measure]) => measure !== null),
);

/** Of arithmetic on literals; null for everything else. */
function valueOf(node) {
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''));
  if (ts.isParenthesizedExpression(node)) return valueOf(node.expression);
  if (!ts.isBinaryExpression(node)) return null;
  const [left, right] = [valueOf(node.left), valueOf(node.right)];
  if (left === null || right === null) return null;
  if (node.operatorToken.kind === ts.SyntaxKind.AsteriskToken) return left * right;
  return node.operatorToken.kind === ts.SyntaxKind.SlashToken ? left / right : null;
}

const UNITS = { MINUTE_MS: 60_000, HOUR_MS: 3_600_000, DAY_MS: 86_400_000, A_DAY_MS: 86_400_000, SECOND_MS: 1000 };

/** Names of units are read as their values: `30 * MINUTE_MS` is a literal too. */
const withUnits = (text) => text.replace(/\b(A_DAY|DAY|HOUR|MINUTE|SECOND)_MS\b(?! =)/g, (name) => String(UNITS[name]));

const isSentence = (node) =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddleOrTemplateTail(node) ||
  ts.isJsxText(node);

function copiesIn(path) {
  const text = withUnits(readFileSync(join(ROOT, path), 'utf8'));
  const found = [];
  const visit = (node) => {
    if (isSentence(node)) {
      const words = node.text.trim();
      if (QUANTITY.test(words) && !OTHER_SENTENCES.some((pattern) => pattern.test(words)))
        found.push(`${path}: "${words}"`);
    }
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      const value = valueOf(node.initializer);
      const name = node.name.text;
      const rule = value === null ? undefined : RULES.get(measureOf(name, value));
      if (rule !== undefined && !UNIT_ITSELF.test(name) && !(name in OTHER_FACTS))
        found.push(`${path}: ${name} is ${rule}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(
    ts.createSourceFile(
      path,
      text,
      ts.ScriptTarget.Latest,
      false,
      path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  );
  return found;
}

/** What people of tests say to each other is told to nobody. */
const OF_TESTS = /\/spec-support\//;

const sources = READERS.flatMap((folder) => sourcesBelow(`${folder}/src`)).filter((path) => !OF_TESTS.test(path));

it('no rule of the market stands a second time where it could differ from the server', () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.flatMap(copiesIn)).toEqual([]);
});

it('finds a copy of a rule, as a sentence and as a constant', () => {
  expect(QUANTITY.test('in steps of 15 minutes')).toBe(true);
  expect(QUANTITY.test('at least one hour.')).toBe(true);
  expect(RULES.get(measureOf('EARLY_MS', 30 * 60_000))).toBeDefined();
  expect(RULES.get(measureOf('GEOFENCE_METERS', 150))).toBe('geofenceMeters');
});
