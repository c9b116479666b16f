import { Title } from '@mantine/core';
import { CLEARANCES, JOB_TYPES } from '../words/market';
import type { Job } from './job-queries';
import classes from './job.module.css';

export function JobFacts({ job }: { job: Job }) {
  const facts: [string, string | null][] = [
    ['Where', job.locationAddress],
    ['For the guard', job.locationNotes],
    ['Contact', job.contact && [job.contact.name, job.contact.phone].filter(Boolean).join(', ')],
    ['Kind', JOB_TYPES[job.jobType]],
    ['Guard', CLEARANCES[job.requiredClearanceLevel]],
    ['Skills', job.requiredSkills.join(', ') || null],
    ['Wishes', job.specialRequirements.join(', ') || null],
    ['About it', job.description],
    ['Customer', job.customer.name],
  ];
  return (
    <section className="panel" aria-label="The job">
      <Title order={3} size="h5" mb="sm">
        The job
      </Title>
      <dl className={classes['facts']}>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
