import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import type { BoardKind } from '@aegis/contract';
import { Link } from 'react-router';
import { Page as Frame } from '../../layout/page';
import { Empty, Load } from '../../layout/states';
import { useNow } from '../../words/use-now';
import { words } from '../../words/words';
import { type Board, type BoardRow, useBoard } from './board-query';
import { DOOR_OF, KINDS, rowAddress, rowWords } from './board-words';
import classes from './desk.module.css';

const STEP_MS = 30_000;

export function Page() {
  const board = useBoard();
  return (
    <Frame title={words('layout.to.board')} subtitle={words('admin.board.of')}>
      <Load from={board}>{(found) => <Kinds board={found} />}</Load>
    </Frame>
  );
}

function Kinds({ board: { counts, rows } }: { board: Board }) {
  const now = useNow(STEP_MS);
  // Of a record of all kinds: TypeScript gives its keys as strings.
  const kinds = (Object.keys(KINDS) as BoardKind[]).filter((kind) => counts[kind] > 0);
  if (kinds.length === 0) return <Empty title={words('admin.board.nothing')}>{words('admin.board.nothingHow')}</Empty>;
  return (
    <Stack gap="md">
      {kinds.map((kind) => {
        const shown = rows.filter((row) => row.kind === kind);
        return (
          <section key={kind} className="panel" aria-label={words(KINDS[kind])}>
            <Group gap="xs" mb="xs">
              <Title order={2} size="h4">
                {words(KINDS[kind])}
              </Title>
              <Badge variant="light" color={kind === 'alarm' ? 'red' : 'yellow'} className="figures">
                {counts[kind]}
              </Badge>
            </Group>
            {shown.map((row) => (
              <Row key={`${row.subject.id} ${row.trouble}`} row={row} now={now} />
            ))}
            {counts[kind] > shown.length && (
              <Text size="sm" c="dimmed" mt="xs">
                {words('admin.board.more', { count: counts[kind] - shown.length })}
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
  const action = words(`admin.do.${row.action}`);
  return (
    <div className={classes['row']}>
      <div className={classes['said']}>
        <Anchor component={Link} to={address} fw={600} underline="hover" c="var(--mantine-color-text)">
          {row.subject.name}
        </Anchor>
        <Text size="sm" c="dimmed" className={`figures ${classes['sentence']}`}>
          {rowWords(row, now)}
        </Text>
      </div>
      <Button
        component={Link}
        to={door === undefined ? address : `${address}?do=${door}`}
        // Who calls for help comes before everything else.
        variant={row.kind === 'alarm' ? 'filled' : 'default'}
        size="sm"
        aria-label={words('admin.board.doOf', { action, name: row.subject.name })}
      >
        {action}
      </Button>
    </div>
  );
}
