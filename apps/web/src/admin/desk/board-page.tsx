import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import type { BoardKind } from '@aegis/contract';
import { Link } from 'react-router';
import { Page as Frame } from '../../layout/page';
import { Empty, Load } from '../../layout/states';
import { useNow } from '../../words/use-now';
import { type Board, type BoardRow, useBoard } from './board-query';
import { ACTIONS, DOOR_OF, KINDS, rowAddress, rowWords } from './board-words';
import classes from './desk.module.css';

const STEP_MS = 30_000;

export function Page() {
  const board = useBoard();
  return (
    <Frame title="Board" subtitle="What needs somebody now, each with what to do about it">
      <Load from={board}>{(found) => <Kinds board={found} />}</Load>
    </Frame>
  );
}

function Kinds({ board: { counts, rows } }: { board: Board }) {
  const now = useNow(STEP_MS);
  // Of a record of all kinds: TypeScript gives its keys as strings.
  const kinds = (Object.keys(KINDS) as BoardKind[]).filter((kind) => counts[kind] > 0);
  if (kinds.length === 0)
    return <Empty title="Nothing at the moment">Late guards, silent phones, stuck money and papers appear here.</Empty>;
  return (
    <Stack gap="md">
      {kinds.map((kind) => {
        const shown = rows.filter((row) => row.kind === kind);
        return (
          <section key={kind} className="panel" aria-label={KINDS[kind]}>
            <Group gap="xs" mb="xs">
              <Title order={2} size="h4">
                {KINDS[kind]}
              </Title>
              <Badge variant="light" color="yellow" className="figures">
                {counts[kind]}
              </Badge>
            </Group>
            {shown.map((row) => (
              <Row key={`${row.subject.id} ${row.trouble}`} row={row} now={now} />
            ))}
            {counts[kind] > shown.length && (
              <Text size="sm" c="dimmed" mt="xs">
                and {counts[kind] - shown.length} more, which come up as these are done
              </Text>
            )}
          </section>
        );
      })}
    </Stack>
  );
}

function Row({ row, now }: { row: BoardRow; now: number }) {
  const address = rowAddress(row);
  const door = DOOR_OF[row.action];
  return (
    <div className={classes['row']}>
      <div>
        <Anchor component={Link} to={address} fw={600} underline="hover" c="var(--mantine-color-text)">
          {row.subject.name}
        </Anchor>
        <Text size="sm" c="dimmed" className="figures">
          {rowWords(row, now)}
        </Text>
      </div>
      <Button
        component={Link}
        to={door === undefined ? address : `${address}?do=${door}`}
        variant="default"
        size="sm"
        aria-label={`${ACTIONS[row.action]}: ${row.subject.name}`}
      >
        {ACTIONS[row.action]}
      </Button>
    </div>
  );
}
