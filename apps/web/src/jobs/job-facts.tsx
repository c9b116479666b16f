import { Anchor, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Written } from '../layout/written';
import { placeAddress } from '../map/phone-map';
import { CLEARANCES, JOB_TYPES, skillWords } from '../words/market';
import { phoneAddress, phoneWords } from '../words/phone';
import type { Job } from './job-queries';
import classes from './job.module.css';
import { words } from '../words/words';

export function JobFacts({ job }: { job: Job }) {
  const facts: [string, ReactNode][] = [
    [words('jobs.facts.notes'), job.locationNotes],
    [words('jobs.facts.contact'), job.contact && <Contact {...job.contact} />],
    [words('jobs.facts.kind'), JOB_TYPES[job.jobType]],
    [words('jobs.guard'), CLEARANCES[job.requiredClearanceLevel]],
    [words('jobs.facts.skills'), job.requiredSkills.map(skillWords).join(', ') || null],
    [words('jobs.facts.wishes'), job.specialRequirements.join(', ') || null],
    [words('jobs.facts.about'), job.description],
    [words('jobs.facts.customer'), job.customer.name],
    [words('jobs.purchaseOrder'), job.purchaseOrder],
  ];
  return (
    <section className="panel" aria-label={words('jobs.facts.title')}>
      <Title order={3} size="h5" mb="sm">
        {words('jobs.facts.title')}
      </Title>
      <dl className={classes['facts']}>
        <dt>{words('jobs.facts.where')}</dt>
        <dd>
          <Anchor href={placeAddress(job.location)} target="_blank" rel="noreferrer" underline="always" inherit>
            {job.locationAddress}
          </Anchor>
        </dd>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? <Written text={value} /> : value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

/** Called by a touch: who stands before a locked gate copies no number. */
const Contact = ({ name, phone }: NonNullable<Job['contact']>) => (
  <>
    <bdi>{name}</bdi>
    {phone !== null && (
      <>
        {', '}
        <Anchor href={phoneAddress(phone)} underline="always" inherit style={{ whiteSpace: 'nowrap' }}>
          {phoneWords(phone)}
        </Anchor>
      </>
    )}
  </>
);
