import { Anchor, Title } from '@mantine/core';
import { Written } from '../layout/written';
import { placeAddress } from '../map/phone-map';
import { CLEARANCES, JOB_TYPES } from '../words/market';
import type { Job } from './job-queries';
import classes from './job.module.css';
import { phoneWords } from '../words/phone';
import { words } from '../words/words';

export function JobFacts({ job }: { job: Job }) {
  const facts: [string, string | null][] = [
    [words('jobs.facts.notes'), job.locationNotes],
    [words('jobs.facts.kind'), JOB_TYPES[job.jobType]],
    [words('jobs.guard'), CLEARANCES[job.requiredClearanceLevel]],
    [words('jobs.facts.skills'), job.requiredSkills.join(', ') || null],
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
          <Anchor href={placeAddress(job.location)} target="_blank" rel="noreferrer" underline="always">
            {job.locationAddress}
          </Anchor>
        </dd>
        {job.contact && (
          <>
            <dt>{words('jobs.facts.contact')}</dt>
            <dd>
              <Written text={job.contact.name} />
              {job.contact.phone !== null && (
                <>
                  {', '}
                  <Anchor
                    href={`tel:${job.contact.phone}`}
                    className="figures"
                    style={{ whiteSpace: 'nowrap' }}
                    inherit
                  >
                    {phoneWords(job.contact.phone)}
                  </Anchor>
                </>
              )}
            </dd>
          </>
        )}
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>
                <Written text={value} />
              </dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
