import { Anchor, Button, Group, Stack, Title } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { client } from '../data/client';
import classes from '../jobs/job.module.css';
import { Page as Frame } from '../layout/page';
import { Empty, PageSkeleton, Problem } from '../layout/states';
import { CLEARANCES } from '../words/market';
import { money } from '../words/money';
import { calendarDay } from '../words/time';
import { isolated, words } from '../words/words';
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
            <Anchor component={Link} to={`/admin/people/${guard.userId}`} inherit c="var(--mantine-color-text)">
              {name}
            </Anchor>
          </Title>
          <dl className={classes['facts']}>
            <dt>{words('admin.licence')}</dt>
            <dd className="figures">
              {words('admin.guards.licence', {
                licence: [guard.licenseState, guard.licenseNumber].join(' '),
                day: guard.licenseExpiresOn === null ? '–' : calendarDay(guard.licenseExpiresOn),
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
            {guard.certifications.length > 0 && (
              <>
                <dt>{words('admin.certificates')}</dt>
                <dd>{guard.certifications.map(isolated).join(', ')}</dd>
              </>
            )}
            <dt>{words('admin.skills')}</dt>
            <dd>{guard.skills.length > 0 ? guard.skills.map(isolated).join(', ') : words('admin.guards.noSkills')}</dd>
          </dl>
        </div>
        <Button onClick={onVerify} aria-label={words('admin.guards.verify', { person: name })}>
          {words('admin.guards.look')}
        </Button>
      </Group>
    </article>
  );
}
