import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { SiteFix } from '../site/stored-fixes.js';
import { minutesOf, type Span, type WorkEvidence, workedMinutesOf, workPieces } from './work-intervals.js';

const NOON = new Date('2030-05-01T12:00:00Z');
const RULES = {
  FIX_GOOD_METERS: 50,
  LEFT_POST_FIXES: 3,
  LEFT_POST_MINUTES: 5,
  SILENCE_MINUTES: 10,
  GEOFENCE_ACCURACY_METERS: 50,
};
const KINDS = ['present', 'unknown', 'away', 'break'] as const;

const at = (minute: number): Date => shift(NOON, minute * MINUTE_MS);
const span = (from: number, until: number): Span => ({ from: at(from), until: at(until) });
const fix = (minute: number, distanceMeters = 10, accuracyMeters = 10): SiteFix => ({
  recordedAt: at(minute),
  distanceMeters,
  accuracyMeters,
});
const every = (minutes: number, from: number, until: number, distanceMeters?: number): SiteFix[] => {
  const all: SiteFix[] = [];
  for (let minute = from; minute <= until; minute += minutes) all.push(fix(minute, distanceMeters));
  return all;
};
const evidence = (facts: Partial<WorkEvidence>): WorkEvidence => ({
  ...span(0, 240),
  siteRadiusMeters: 150,
  fixes: [],
  proofs: [at(0), at(240)],
  breaks: [],
  ...facts,
});

/** `kind from-until` in minutes. */
const shown = (facts: Partial<WorkEvidence>): string[] =>
  workPieces(evidence(facts), RULES).map(
    ({ kind, from, until }) =>
      `${kind} ${(from.getTime() - NOON.getTime()) / MINUTE_MS}-${(until.getTime() - NOON.getTime()) / MINUTE_MS}`,
  );

describe('the pieces of a shift', () => {
  it.each<[string, Partial<WorkEvidence>, string[]]>([
    ['seen all the time', { fixes: every(5, 0, 240) }, ['present 0-240']],
    ['not heard of between check-in and check-out', {}, ['unknown 0-240']],
    ['with a phone that died in the second hour', { fixes: every(5, 0, 90) }, ['present 0-90', 'unknown 90-240']],
    [
      'away from the post for three hours',
      { fixes: [...every(5, 0, 30), ...every(5, 35, 210, 6000), ...every(5, 215, 240)] },
      ['present 0-30', 'unknown 30-35', 'away 35-215', 'present 215-240'],
    ],
    [
      'away until the end',
      { fixes: [...every(5, 0, 30), ...every(5, 35, 240, 6000)], proofs: [at(0)] },
      ['present 0-30', 'unknown 30-35', 'away 35-240'],
    ],
    [
      'with a break in the middle of it, wherever it was spent',
      { fixes: [...every(5, 0, 100), ...every(5, 105, 125, 3000), ...every(5, 130, 240)], breaks: [span(101, 130)] },
      ['present 0-100', 'unknown 100-101', 'break 101-130', 'present 130-240'],
    ],
    [
      'by two bad positions outside is not away',
      { fixes: [...every(5, 0, 240), fix(11, 900), fix(12, 900)] },
      ['present 0-240'],
    ],
    [
      'that was checked in to before it began',
      { proofs: [at(-8), at(240)], fixes: every(5, 1, 240) },
      ['present 0-240'],
    ],
    ['that ended before it began', { until: at(-5) }, []],
  ])('%s', (_, facts, pieces) => {
    const fixes = facts.fixes?.toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime()) ?? [];
    expect(shown({ ...facts, fixes })).toEqual(pieces);
  });

  it('counts the positions that show each', () => {
    const fixes = [...every(5, 0, 30), ...every(5, 35, 60, 6000), ...every(5, 65, 240)];
    expect(workPieces(evidence({ fixes }), RULES).map(({ kind, fixes: count }) => [kind, count])).toEqual([
      ['present', 7],
      ['unknown', 0],
      ['away', 6],
      ['present', 36],
    ]);
  });
});

const minute = fc.double({ min: -30, max: 300, noNaN: true });
const anyFix = fc.tuple(minute, fc.constantFrom(10, 140, 160, 400, 9000), fc.constantFrom(5, 40, 90, 200));
const anyBreak = fc.tuple(minute, fc.double({ min: 0.1, max: 60, noNaN: true }));
const anyEvidence = fc
  .record({
    until: fc.double({ min: 0.1, max: 280, noNaN: true }),
    fixes: fc.array(anyFix, { maxLength: 60 }),
    proofs: fc.array(minute, { maxLength: 3 }),
    breaks: fc.array(anyBreak, { maxLength: 3 }),
  })
  .map(({ until, fixes, proofs, breaks }) =>
    evidence({
      until: at(until),
      fixes: fixes.toSorted(([a], [b]) => a - b).map((one) => fix(...one)),
      proofs: proofs.map(at),
      breaks: breaks.map(([from, minutes]) => span(from, from + minutes)),
    }),
  );

describe('whatever the evidence', () => {
  it('covers the time exactly once, in order, and two pieces side by side differ', () => {
    fc.assert(
      fc.property(anyEvidence, (known) => {
        const pieces = workPieces(known, RULES);
        let from = known.from.getTime();
        for (const [index, piece] of pieces.entries()) {
          expect(piece.from.getTime()).toBe(from);
          expect(piece.until.getTime()).toBeGreaterThan(from);
          expect(piece.kind).not.toBe(pieces[index - 1]?.kind);
          from = piece.until.getTime();
        }
        expect(from).toBe(Math.max(known.from.getTime(), known.until.getTime()));
      }),
    );
  });

  it('gives the same pieces for the same, in whatever order signs and breaks are named', () => {
    fc.assert(
      fc.property(anyEvidence, (known) => {
        const turned = { ...known, proofs: known.proofs.toReversed(), breaks: known.breaks.toReversed() };
        expect(workPieces(turned, RULES)).toEqual(workPieces(known, RULES));
      }),
    );
  });

  it('pays no less for a further sign of presence, and no more for a further break', () => {
    fc.assert(
      fc.property(anyEvidence, minute, anyBreak, (known, seen, [from, minutes]) => {
        const paid = workedMinutesOf(workPieces(known, RULES));
        const withProof = { ...known, proofs: [...known.proofs, at(seen)] };
        const inside = [...known.fixes, fix(seen)].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
        expect(workedMinutesOf(workPieces(withProof, RULES))).toBe(paid);
        expect(workedMinutesOf(workPieces({ ...known, fixes: inside }, RULES))).toBeGreaterThanOrEqual(paid);
        expect(minutesOf(workPieces(withProof, RULES), ['present'])).toBeGreaterThanOrEqual(
          minutesOf(workPieces(known, RULES), ['present']),
        );
        const withBreak = { ...known, breaks: [...known.breaks, span(from, from + minutes)] };
        expect(workedMinutesOf(workPieces(withBreak, RULES))).toBeLessThanOrEqual(paid);
      }),
    );
  });

  it('knows no other kinds, and their minutes are all there are, but for what is begun of one', () => {
    fc.assert(
      fc.property(anyEvidence, (known) => {
        const pieces = workPieces(known, RULES);
        const sum = KINDS.reduce((minutes, kind) => minutes + minutesOf(pieces, [kind]), 0);
        const all = minutesOf(pieces, KINDS);
        expect(sum).toBeGreaterThanOrEqual(all);
        expect(sum).toBeLessThan(all + KINDS.length);
      }),
    );
  });
});
