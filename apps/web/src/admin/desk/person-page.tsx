import { Anchor, Badge, Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { WireAnswer, api } from '@aegis/contract';
import { isGone } from '../../data/problems';
import { Page as Frame } from '../../layout/page';
import { NotFound } from '../../layout/page-failed';
import { Load } from '../../layout/states';
import { JOB_STATES } from '../../words/market';
import { span, zoneAt } from '../../words/time';
import { words } from '../../words/words';
import { isSuspended, StandingDialog } from '../standing-dialog';
import { nameOf, stateWords, type User } from '../user-words';
import { CreditPanel } from './credit-panel';
import { ChangeEmailDialog } from './change-email-dialog';
import classes from './desk.module.css';
import { usePersonOnDesk } from './desk-query';
import { Contacts } from './people';

type Jobs = WireAnswer<typeof api.desk.person>['jobs'];

/** Somebody who is on the phone: how to reach them, and their jobs. */
export function Page() {
  const { id = '' } = useParams();
  const person = usePersonOnDesk(id);
  if (isGone(person.error)) return <NotFound />;
  return (
    <Load from={person}>
      {({ user, jobs }) => (
        <Frame
          title={nameOf(user)}
          subtitle={`${words(`admin.person.${user.role}`)} · ${stateWords(user)}`}
          action={
            user.role === 'customer' &&
            !isSuspended(user) && (
              <Button component={Link} to={`/admin/people/${user.id}/book`}>
                {words('admin.desk.bookForThem')}
              </Button>
            )
          }
        >
          <section className="panel" aria-label={words('admin.desk.contacts')}>
            <Contacts {...user} />
            <PersonDoors user={user} />
          </section>
          {user.role === 'customer' && <CreditPanel customer={{ id: user.id, name: nameOf(user) }} />}
          <JobsOfPerson jobs={jobs} />
        </Frame>
      )}
    </Load>
  );
}

/** Administrators change their own address, and suspend nobody's account from here but people's. */
function PersonDoors({ user }: { user: User }) {
  const [open, setOpen] = useState<'standing' | 'email' | null>(null);
  const close = (): void => setOpen(null);
  if (user.role === 'admin') return null;
  return (
    <Group className={classes['doors'] ?? ''} gap="sm" mt="md" role="group" aria-label={words('admin.youCan')}>
      <Button variant="default" onClick={() => setOpen('email')}>
        {words('admin.desk.changeEmail')}
      </Button>
      <Button variant="default" onClick={() => setOpen('standing')}>
        {words(isSuspended(user) ? 'admin.reinstate.do' : 'admin.users.suspend')}
      </Button>
      <StandingDialog user={open === 'standing' ? user : null} onClose={close} />
      {open === 'email' && <ChangeEmailDialog user={user} onClose={close} />}
    </Group>
  );
}

function JobsOfPerson({ jobs }: { jobs: Jobs }) {
  return (
    <section className="panel" aria-label={words('admin.desk.newest')}>
      <Title order={2} size="h4" mb="xs">
        {words('admin.desk.newest')}
      </Title>
      {jobs.length === 0 && <Text c="dimmed">{words('admin.desk.noJobs')}</Text>}
      {jobs.map(({ id, title, status, startTime, endTime, location }) => (
        <div key={id} className={classes['row']}>
          <div className={classes['said']}>
            <Anchor component={Link} to={`/admin/jobs/${id}`} fw={600}>
              {title}
            </Anchor>
            <Text size="sm" c="dimmed" className="figures">
              {span(startTime, endTime, zoneAt(location))}
            </Text>
          </div>
          <Badge color={JOB_STATES[status].color} variant="light" tt="none">
            {JOB_STATES[status].words}
          </Badge>
        </div>
      ))}
    </section>
  );
}
