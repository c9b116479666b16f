import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { client } from '../data/client';
import classes from '../jobs/job.module.css';
import { Page as Frame } from '../layout/page';
import { Empty, PageSkeleton, Problem } from '../layout/states';
import { CLEARANCES } from '../words/market';
import { money } from '../words/money';
import { words } from '../words/words';
import { useAdminList } from './admin-list';
import { PapersDialog, type WaitingGuard } from './papers-dialog';
import { nameOf } from './user-words';

export function Page() {
  const list = useAdminList(['pending-guards'], (query) => client.admin.pendingGuards({ query }));
  const [search, setSearch] = useSearchParams();
  // In the address bar, so that the board can lead to one of them.
  const choose = (guard: WaitingGuard | null): void =>
    setSearch(guard === null ? {} : { person: guard.userId }, { replace: true });
  const chosen = list.items.find(({ userId }) => userId === search.get('person')) ?? null;
  return (
    <Frame title={words('admin.guards.title')} subtitle={words('admin.guards.of')}>
      {list.isPending && <PageSkeleton />}
      {list.error && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && list.items.length === 0 && (
        <Empty title={words('admin.guards.none')}>{words('admin.guards.noneHow')}</Empty>
      )}
      <Stack gap="sm">
        {list.items.map((guard) => (
          <GuardPanel key={guard.userId} guard={guard} onVerify={() => choose(guard)} />
        ))}
      </Stack>
      {list.hasNextPage && (
        <Button variant="default" onClick={() => void list.fetchNextPage()}>
          {words('admin.showMore')}
        </Button>
      )}
      <PapersDialog guard={chosen} onClose={() => choose(null)} />
    </Frame>
  );
}

function GuardPanel({ guard, onVerify }: { guard: WaitingGuard; onVerify: () => void }) {
  const name = nameOf(guard);
  return (
    <article className="panel" aria-label={name}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h4">
            {name}
          </Title>
          <dl className={classes['facts']}>
            <dt>{words('admin.licence')}</dt>
            <dd className="figures">
              {words('admin.guards.licence', {
                licence: [guard.licenseState, guard.licenseNumber].join(' '),
                day: guard.licenseExpiresOn ?? '–',
              })}
            </dd>
            <dt>{words('admin.clearance')}</dt>
            <dd>{CLEARANCES[guard.clearanceLevel]}</dd>
            <dt>{words('admin.rate')}</dt>
            <dd className="figures">
              {guard.hourlyRateCents === null
                ? '–'
                : words('admin.guards.anHour', { rate: money(guard.hourlyRateCents) })}
            </dd>
          </dl>
        </div>
        <Button onClick={onVerify} aria-label={words('admin.guards.verify', { person: name })}>
          {words('admin.guards.look')}
        </Button>
      </Group>
      <Group gap={6} mt="xs">
        {[...guard.certifications, ...guard.skills].map((word) => (
          <Badge key={word} variant="default" tt="none" fw={500}>
            {word}
          </Badge>
        ))}
      </Group>
      {guard.skills.length === 0 && (
        <Text size="sm" c="dimmed">
          {words('admin.guards.noSkills')}
        </Text>
      )}
    </article>
  );
}
