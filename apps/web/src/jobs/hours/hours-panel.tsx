import { Button, Divider, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRules } from '../../data/server-config';
import { duration, moment, zoneAt } from '../../words/time';
import type { Job } from '../job-queries';
import { AskCorrection } from './ask-correction';
import { type Hours, openCorrection, useHours } from './hours-query';
import { type Reader, shareOf, whyWords } from './hours-words';
import { OpenCorrection } from './open-correction';
import { TimeStrip } from './time-strip';
import { GiveTip } from './give-tip';

/** What was worked, on which evidence, what it comes to, and what either party can say about it. */
export function HoursPanel({ job, as }: { job: Job; as: Reader }) {
  const hours = useHours(job).data;
  if (job.status !== 'completed' || !hours?.record) return null;
  const zone = zoneAt(job.location);
  const open = openCorrection(hours);
  return (
    <section className="panel" aria-label="Hours">
      <Stack gap="sm">
        <Title order={2} size="h4" className="figures">
          {duration(hours.workedMinutes ?? 0)} worked
        </Title>
        <Price hours={hours} as={as} />
        <TimeStrip record={hours.record} zone={zone} />
        {open && <OpenCorrection job={job} correction={open} as={as} />}
        {!open && as !== 'admin' && <Ask job={job} hours={hours} as={as} />}
        {as === 'customer' && hours.canAskUntil && <GiveTip job={job} />}
        {as !== 'admin' && hours.canAskUntil && (
          <Text size="sm" c="dimmed" className="figures">
            The hours can be corrected until {moment(hours.canAskUntil, zone)}.
          </Text>
        )}
      </Stack>
    </section>
  );
}

function Price({ hours, as }: { hours: Hours; as: Reader }) {
  const rules = useRules();
  const why = whyWords(hours, rules);
  const { billedMinutes, dueAmountCents } = hours;
  if (billedMinutes === null || dueAmountCents === null) return null;
  return (
    <Text className="figures">
      {as === 'guard' ? 'You earn' : 'It costs'} {shareOf(dueAmountCents, as, rules)}
      {hours.why !== 'booked_price' && `, for ${duration(billedMinutes)}`}.{why && ` ${why}`}
    </Text>
  );
}

function Ask({ job, hours, as }: { job: Job; hours: Hours; as: 'customer' | 'guard' }) {
  const [isOpen, { open, close }] = useDisclosure();
  if (!hours.canAskUntil) return null;
  if (!isOpen)
    return (
      <Button variant="default" onClick={open}>
        These are not the hours
      </Button>
    );
  return (
    <>
      <Divider />
      <AskCorrection job={job} hours={hours} as={as} onClose={close} />
    </>
  );
}
