import { Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { money } from '../words/money';
import { useNow } from '../words/use-now';
import { type Board, useBoard } from './desk/board-query';
import { rowAddress, rowWords } from './desk/board-words';
import classes from './overview.module.css';
import type { Overview } from './overview-query';

const STEP_MS = 30_000;
/** The rest is on the board. */
const SHOWN = 12;

/** What waits for the administrator: the head of the board. */
export function NeedsYou({ overview: { payoutsPendingCents } }: { overview: Overview }) {
  const now = useNow(STEP_MS);
  const board = useBoard().data;
  const items = [
    ...(board ? itemsOf(board, now) : []),
    ...(payoutsPendingCents > 0
      ? [{ key: 'payouts', words: `${money(payoutsPendingCents)} to guards not paid out yet`, to: '/admin/payments' }]
      : []),
  ];
  return (
    <section className={`panel ${classes['needs']}`} aria-label="Needs you">
      <Title order={2} size="h4" mb="sm">
        Needs you
      </Title>
      {board && items.length === 0 && <Text c="dimmed">Nothing at the moment.</Text>}
      <Stack gap="xs" className={classes['items'] ?? ''}>
        {items.map(({ key, words, to }) => (
          <Link key={key} to={to} className={classes['item'] ?? ''}>
            {words}
          </Link>
        ))}
      </Stack>
    </section>
  );
}

function itemsOf({ counts, rows }: Board, now: number) {
  const ofJobs = rows.filter(({ kind }) => kind !== 'verification');
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.verification;
  const shown = ofJobs.slice(0, SHOWN).map((row) => ({
    key: `${row.kind} ${row.subject.id} ${row.trouble}`,
    words: `${row.subject.name}: ${rowWords(row, now)}`,
    to: rowAddress(row),
  }));
  const papers = { key: 'papers', words: `${counts.verification} to verify`, to: '/admin/guards' };
  const more = { key: 'more', words: `${all - shown.length} more like these`, to: '/admin/board' };
  return [...(counts.verification > 0 ? [papers] : []), ...shown, ...(all > shown.length ? [more] : [])];
}
