import type { Line, Recipient } from './line.js';
import { LINES } from './matrix.js';

const WHO: Record<Recipient, string> = {
  customer: 'customer',
  guard: 'guard',
  person: 'whom it is about',
  former_guard: 'the guard who had it',
  admins: 'administrators',
};

const INTRODUCTION = `# Messages

Who is told what, made from the matrix (apps/api/src/features/notifications/matrix): a test compares this page with it, and \`UPDATE_DOCS=1 npm test -- matrix\` writes it.

Every message is in the inbox of its person. What stands below goes out besides: at once, and when no page and no device has shown it for \`UNSEEN_MINUTES\` (10). A message follows from a row of the timeline and is written in its transaction; whoever did it is not told. "Urgent" concerns a shift under way or the next one: quiet hours do not hold it up. A newer message of the same topic takes the place of the older one, in the inbox and on the phone; what has an end is not sent after it. "Calendar": its e-mail has the job as an entry for the calendar, which takes the place of the one before or takes it out.

E-mails go to addresses that their owner has confirmed, SMS to the number of the account, pushes to the newest twenty devices. Each person can switch off every category for every channel, and each e-mail has a link that does. Nobody who is suspended, closed or erased is told anything.`;

/** docs/messages.md. */
export function describeMessages(): string {
  const head = '| kind | follows from | to | at once | if not seen | category | urgent | topic | calendar | ends |';
  const rows = LINES.map(([kind, line]) => `| ${cellsOf(kind, line).join(' | ')} |`);
  return `${[INTRODUCTION, '', head, head.replaceAll(/[^|]+/g, ' --- '), ...rows].join('\n')}\n`;
}

const cellsOf = (kind: string, line: Line): string[] => [
  `\`${kind}\``,
  `\`${line.cause}\`${line.by ? ` by ${line.by.join(' or ')}` : ''}`,
  WHO[line.to],
  line.atOnce.join(', ') || '-',
  line.ifUnseen.join(', ') || '-',
  line.category,
  line.isUrgent ? 'yes' : '',
  line.topic,
  line.inCalendar ? 'yes' : '',
  line.until === undefined ? '' : `\`${line.until}\``,
];
