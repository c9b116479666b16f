import { Anchor, Badge, Button, Text, Title } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { WireAnswer, api } from '@aegis/contract';
import { isGone } from '../../data/problems';
import { Page as Frame } from '../../layout/page';
import { NotFound } from '../../layout/page-failed';
import { Load } from '../../layout/states';
import { JOB_STATES } from '../../words/market';
import { span, zoneAt } from '../../words/time';
import { nameOf, stateWords } from '../user-words';
import classes from './desk.module.css';
import { usePersonOnDesk } from './desk-query';
import { Contacts } from './people';

type Jobs = WireAnswer<typeof api.desk.person>['jobs'];

const ROLES = { customer: 'Customer', guard: 'Guard', admin: 'Administrator' };

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
          subtitle={`${ROLES[user.role]} · ${stateWords(user)}`}
          action={
            user.role === 'customer' &&
            user.status !== 'suspended' && (
              <Button component={Link} to={`/admin/people/${user.id}/book`}>
                Book for them
              </Button>
            )
          }
        >
          <section className="panel" aria-label="Contacts">
            <Contacts {...user} />
          </section>
          <JobsOfPerson jobs={jobs} />
        </Frame>
      )}
    </Load>
  );
}

function JobsOfPerson({ jobs }: { jobs: Jobs }) {
  return (
    <section className="panel" aria-label="Newest jobs">
      <Title order={2} size="h4" mb="xs">
        Newest jobs
      </Title>
      {jobs.length === 0 && <Text c="dimmed">None yet.</Text>}
      {jobs.map(({ id, title, status, startTime, endTime, location }) => (
        <div key={id} className={classes['row']}>
          <div>
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
