import type { WorkKind } from '@aegis/contract';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import type { Rules } from '../../../platform/config/rules.js';
import { absencesOf, type AwayRules, isOutside } from '../site/away.js';
import { isInside } from '../site/geofence.js';
import type { SiteFix } from '../site/stored-fixes.js';

export interface Span {
  from: Date;
  until: Date;
}

export interface WorkPiece extends Span {
  kind: WorkKind;
  /** Positions that show it. */
  fixes: number;
}

/** All that is known of the time of a job. */
export interface WorkEvidence extends Span {
  siteRadiusMeters: number;
  /** In the order of recording; they may reach beyond the time. */
  fixes: readonly SiteFix[];
  /** Moments at which it was shown otherwise that the guard is there: the check-in and the check-out. */
  proofs: readonly Date[];
  breaks: readonly Span[];
}

export type WorkRules = AwayRules & Pick<Rules, 'SILENCE_MINUTES' | 'GEOFENCE_ACCURACY_METERS'>;

const PAID: readonly WorkKind[] = ['present', 'unknown'];

/**
 * The time of a job, piece by piece and without gaps. A break is one when the guard has said so; away is what positions
 * outside show; present is what lies between two signs of presence that are not further apart than silence may last. The rest is
 * unknown: nobody is charged with what a phone did not send. The same evidence gives the same pieces.
 */
export function workPieces(evidence: WorkEvidence, rules: WorkRules): WorkPiece[] {
  if (evidence.until <= evidence.from) return [];
  const spans = {
    break: evidence.breaks,
    away: absencesOf(evidence.fixes, evidence.siteRadiusMeters, rules).map(({ from, back }) => ({
      from: from.recordedAt,
      until: back?.recordedAt ?? evidence.until,
    })),
    present: presentSpans(evidence, rules),
  };
  const kindAt = (moment: number): WorkKind =>
    (['break', 'away', 'present'] as const).find((kind) => spans[kind].some((span) => holds(span, moment))) ??
    'unknown';
  const pieces: WorkPiece[] = [];
  const cuts = cutsOf(evidence, Object.values(spans).flat());
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const until = cuts[index + 1] ?? from;
    const kind = kindAt(from);
    const last = pieces.at(-1);
    if (last && last.kind === kind) last.until = new Date(until);
    else pieces.push({ from: new Date(from), until: new Date(until), kind, fixes: 0 });
  }
  return pieces.map((piece) => ({ ...piece, fixes: countFixes(piece, evidence, rules) }));
}

/** Whole minutes of the kinds that are paid; parts of a minute count as a minute. */
export const workedMinutesOf = (pieces: readonly WorkPiece[]): number => minutesOf(pieces, PAID);

/** Whole minutes of these kinds; parts of a minute count as a minute. */
export function minutesOf(pieces: readonly WorkPiece[], kinds: readonly WorkKind[]): number {
  const counted = pieces.filter(({ kind }) => kinds.includes(kind));
  const milliseconds = counted.reduce((sum, { from, until }) => sum + until.getTime() - from.getTime(), 0);
  return Math.ceil(milliseconds / MINUTE_MS);
}

const holds = ({ from, until }: Span, moment: number): boolean => from.getTime() <= moment && moment < until.getTime();

/** Every moment at which one kind may end and another begin, with both ends of the time. */
function cutsOf({ from, until }: Span, spans: readonly Span[]): number[] {
  const [first, last] = [from.getTime(), until.getTime()];
  const inside = spans.flatMap((span) => [span.from.getTime(), span.until.getTime()]);
  const cuts = inside.filter((moment) => moment > first && moment < last);
  return [...new Set([first, ...cuts, last])].sort((a, b) => a - b);
}

function presentSpans({ fixes, proofs, siteRadiusMeters }: WorkEvidence, rules: WorkRules): Span[] {
  const onSite = fixes.filter((fix) => isInside(fix, siteRadiusMeters, rules)).map(({ recordedAt }) => recordedAt);
  const seen = [...onSite, ...proofs].sort((a, b) => a.getTime() - b.getTime());
  const spans: Span[] = [];
  for (const moment of seen) {
    const open = spans.at(-1);
    if (open && moment.getTime() - open.until.getTime() <= rules.SILENCE_MINUTES * MINUTE_MS) open.until = moment;
    else spans.push({ from: moment, until: moment });
  }
  return spans;
}

function countFixes({ from, until, kind }: WorkPiece, evidence: WorkEvidence, rules: WorkRules): number {
  const shows = (fix: SiteFix): boolean => {
    if (kind === 'present') return isInside(fix, evidence.siteRadiusMeters, rules);
    return kind === 'away' && isOutside(fix, evidence.siteRadiusMeters);
  };
  return evidence.fixes.filter((fix) => fix.recordedAt >= from && fix.recordedAt <= until && shows(fix)).length;
}
