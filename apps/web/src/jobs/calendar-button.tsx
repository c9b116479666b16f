import { client } from '../data/client';
import { SaveButton } from '../layout/save-button';
import { words } from '../words/words';
import type { Job } from './job-queries';

/** One job as a file that every calendar takes; whoever wants all of them, and every change, finds that in the account. */
export const CalendarButton = ({ job: { id } }: { job: Job }) => (
  <SaveButton name="aegis-job.ics" read={() => client.calendars.ofJob({ params: { id } })}>
    {words('jobs.calendar')}
  </SaveButton>
);
