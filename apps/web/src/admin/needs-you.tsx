import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { money } from '../words/money';
import { useNow } from '../words/use-now';
import { words } from '../words/words';
import { type Board, useBoard } from './desk/board-query';
import { rowAddress, rowWords } from './desk/board-words';
import classes from './overview.module.css';
import type { Overview } from './overview-query';

const STEP_MS = 30_000;
/** The rest is on the board. */
const SHOWN = 10;

/** What waits for the administrator: the head of the board. */
export function NeedsYou({ overview: { payoutsPendingCents } }: { overview: Overview }) {
  const now = useNow(STEP_MS);
  const board = useBoard().data;
  const onBoard = Object.values(board?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  const waiting = onBoard + (payoutsPendingCents > 0 ? 1 : 0);
  const items: Item[] = [
    ...(board ? itemsOf(board, now) : []),
    ...(payoutsPendingCents > 0
      ? [
          {
            key: 'payouts',
            what: words('admin.needs.payouts', { amount: money(payoutsPendingCents) }),
            to: '/admin/payments',
          },
        ]
      : []),
  ];
  return (
    <section className={`panel ${classes['needs']}`} aria-label={words('admin.needs.title')}>
      <Group gap="xs" mb="sm">
        <Title order={2} size="h4">
          {words('admin.needs.title')}
        </Title>
        {waiting > 0 && (
          <Badge variant="light" color="yellow" className="figures">
            {waiting}
          </Badge>
        )}
      </Group>
      {board && items.length === 0 && <Text c="dimmed">{words('admin.needs.nothing')}</Text>}
      <Stack gap="xs" className={classes['items'] ?? ''}>
        {items.map(({ key, what, to, isDanger = false }) => (
          <Link key={key} to={to} className={classes['item'] ?? ''} data-danger={isDanger || undefined}>
            {what}
          </Link>
        ))}
      </Stack>
    </section>
  );
}

interface Item {
  key: string;
  what: string;
  to: string;
  isDanger?: boolean;
}

/** The most urgent first: who calls for help stands above papers that can wait. */
function itemsOf({ counts, rows }: Board, now: number): Item[] {
  const ofJobs = rows.filter(({ kind }) => kind !== 'verification');
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.verification;
  const shown = ofJobs.slice(0, SHOWN).map((row) => ({
    key: `${row.kind} ${row.subject.id} ${row.trouble}`,
    what: words('admin.needs.of', { name: row.subject.name, what: rowWords(row, now) }),
    to: rowAddress(row),
    isDanger: row.kind === 'alarm',
  }));
  const papers = {
    key: 'papers',
    what: words('admin.needs.verify', { count: counts.verification }),
    to: '/admin/guards',
  };
  const more = { key: 'more', what: words('admin.needs.more', { count: all - shown.length }), to: '/admin/board' };
  return [...shown, ...(all > shown.length ? [more] : []), ...(counts.verification > 0 ? [papers] : [])];
}
