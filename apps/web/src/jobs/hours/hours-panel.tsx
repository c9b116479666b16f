import { Button, Divider, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRules } from '../../data/server-config';
import { duration, moment, zoneAt } from '../../words/time';
import type { Job } from '../job-queries';
import { AskCorrection } from './ask-correction';
import { type Hours, openCorrection, useHours } from './hours-query';
import { type Reader, shareOf, whyWords } from './hours-words';
import { OpenCorrection } from './open-correction';
import { SignedReceipt } from './signed-receipt';
import { TimeStrip } from './time-strip';
import { GiveTip } from './give-tip';
import { words } from '../../words/words';

/** What was worked, on which evidence, what it comes to, and what either party can say about it. */
export function HoursPanel({ job, as }: { job: Job; as: Reader }) {
  const hours = useHours(job).data;
  if (job.status !== 'completed' || !hours?.record) return null;
  const zone = zoneAt(job.location);
  const open = openCorrection(hours);
  return (
    <section className="panel" aria-label={words('hours.section')}>
      <Stack gap="sm">
        <Title order={2} size="h4" className="figures">
          {words('hours.worked', { time: duration(hours.workedMinutes ?? 0) })}
        </Title>
        <Price hours={hours} as={as} />
        <TimeStrip record={hours.record} zone={zone} />
        {hours.lateEvidence && <LateEvidence record={hours.lateEvidence} zone={zone} />}
        {open && <OpenCorrection job={job} correction={open} as={as} />}
        {!open && as !== 'admin' && <Ask job={job} hours={hours} as={as} />}
        <SignedReceipt job={job} as={as} />
        {as === 'customer' && hours.canAskUntil && <GiveTip job={job} />}
        {as !== 'admin' && hours.canAskUntil && (
          <Text size="sm" c="dimmed" className="figures">
            {words('hours.until', { time: moment(hours.canAskUntil, zone) })}
          </Text>
        )}
      </Stack>
    </section>
  );
}

/** A phone that had no network sends its positions later: they change no record, and count as evidence. */
function LateEvidence({ record, zone }: { record: NonNullable<Hours['lateEvidence']>; zone: string }) {
  return (
    <Stack gap="xs" role="group" aria-label={words('hours.late.section')}>
      <Text size="sm" className="figures">
        {words('hours.late.shows', { time: duration(record.workedMinutes) })}
      </Text>
      <TimeStrip record={record} zone={zone} />
    </Stack>
  );
}

function Price({ hours, as }: { hours: Hours; as: Reader }) {
  const rules = useRules();
  const why = whyWords(hours, rules);
  const { billedMinutes, dueAmountCents } = hours;
  if (billedMinutes === null || dueAmountCents === null) return null;
  const amount = shareOf(dueAmountCents, as, rules);
  return (
    <Text className="figures">
      {hours.why === 'booked_price'
        ? words(as === 'guard' ? 'hours.earn' : 'hours.cost', { amount })
        : words(as === 'guard' ? 'hours.earnFor' : 'hours.costFor', { amount, time: duration(billedMinutes) })}
      {why && ` ${why}`}
    </Text>
  );
}

function Ask({ job, hours, as }: { job: Job; hours: Hours; as: 'customer' | 'guard' }) {
  const [isOpen, { open, close }] = useDisclosure();
  if (!hours.canAskUntil) return null;
  if (!isOpen)
    return (
      <Button variant="default" onClick={open}>
        {words('hours.notThese')}
      </Button>
    );
  return (
    <>
      <Divider />
      <AskCorrection job={job} hours={hours} as={as} onClose={close} />
    </>
  );
}
