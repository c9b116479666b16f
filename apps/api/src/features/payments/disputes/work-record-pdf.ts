import { buffer } from 'node:stream/consumers';
import type { FileContent } from '@aegis/contract';
import { dollars } from '../../../platform/money/money.js';
import { Paper } from '../../../platform/paper/paper.js';
import { activityOf, arrivalProof, type Evidence, momentIn, summaryOf } from './evidence.js';

const MARGIN = 56;
const TIME_WIDTH = 190;
/** A shift of a day in the closest rhythm of a phone; the first and the last say the most. */
const MOST_POSITIONS = 400;

const KINDS = { present: 'on site', unknown: 'no sign', away: 'away from the site', break: 'on a break' };

/** The work record with its proofs, to be read by somebody at a bank who knows nothing of us. */
export async function workRecordPdf(evidence: Evidence): Promise<FileContent> {
  const content = await buffer(Paper.of('Work record', MARGIN, (paper) => draw(paper, evidence)));
  return { content, contentType: 'application/pdf', fileName: `work-record-${evidence.job.id}.pdf` };
}

async function draw(paper: Paper, evidence: Evidence): Promise<void> {
  const { job, timeZone, customer } = evidence;
  await paper.numberPages();
  await paper.write('Aegis', { size: 20, weight: 'bold' });
  await paper.write('Work record', { size: 16, weight: 'bold' });
  paper.gap(12);
  const facts: [string, string][] = [
    ['Job', job.title],
    ['Number', job.id],
    ['Where', job.locationAddress],
    ['Customer', customer.name],
    ['Guard', job.guardName ?? 'none'],
    ['Booked', `${momentIn(job.startTime, timeZone)} to ${momentIn(job.endTime, timeZone)}`],
    ['Begun', job.startedAt ? momentIn(job.startedAt, timeZone) : 'not begun'],
    ['Ended', job.completedAt ? momentIn(job.completedAt, timeZone) : 'not ended'],
    ['Arrival proved by', arrivalProof(evidence) ?? 'nothing'],
    ['Charged', dollars(evidence.chargedCents)],
  ];
  for (const [name, value] of facts) await paper.fact(name, value);
  paper.gap(12);
  for (const sentence of summaryOf(evidence)) await paper.write(sentence);
  await hours(paper, evidence);
  await heading(paper, 'What happened');
  for (const line of activityOf(evidence)) await paper.write(line);
  await positions(paper, evidence);
}

async function heading(paper: Paper, text: string): Promise<void> {
  paper.gap(12);
  await paper.write(text, { size: 12, weight: 'bold' });
  paper.gap(4);
}

async function hours(paper: Paper, { record, timeZone }: Evidence): Promise<void> {
  if (!record) return;
  await heading(paper, 'The time of the job, piece by piece');
  for (const { beginsAt, endsAt, kind, fixes } of record.intervals)
    await line(
      paper,
      `${momentIn(beginsAt, timeZone)} to`,
      `${momentIn(endsAt, timeZone)}: ${KINDS[kind]}${fixes > 0 ? `, shown by ${fixes} positions` : ''}`,
    );
}

async function positions(paper: Paper, { positions: all, timeZone, job }: Evidence): Promise<void> {
  if (all.length === 0) return;
  await heading(
    paper,
    `Positions of the guard’s phone, by their distance from the site (${job.siteRadiusMeters} m wide)`,
  );
  const step = Math.max(1, Math.ceil(all.length / MOST_POSITIONS));
  const shown = all.filter((_, index) => index % step === 0 || index === all.length - 1);
  if (shown.length < all.length) await paper.write(`Every ${step}th of ${all.length} is shown.`);
  for (const { recordedAt, distanceMeters, accuracyMeters } of shown) {
    await line(
      paper,
      momentIn(recordedAt, timeZone),
      `${Math.round(distanceMeters)} m, exact to ${Math.round(accuracyMeters)} m`,
    );
    await paper.drained();
  }
}

const line = (paper: Paper, when: string, what: string): Promise<void> =>
  paper.row([
    { text: when, from: 0, width: TIME_WIDTH },
    { text: what, from: TIME_WIDTH, width: paper.width - TIME_WIDTH },
  ]);
