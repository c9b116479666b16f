import '@mantine/dates/styles.css';
import { Button, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call, WireAnswer, api } from '@aegis/contract';
import { HOURLY_RATE_CENTS } from '@aegis/contract/limits';
import { type ReactNode, useState } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { atWallClock, wallClock, zoneAt, zoneName } from '../words/time';
import { ContactFields, contactOf, contactText } from './contact-fields';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import classes from './job.module.css';
import { partsInWords } from './job-words';
import { isExact, type SiteChoice, SiteFields } from './site-fields';

type Body = Call<typeof api.jobEdits.edit>['body'];
type Answer = WireAnswer<typeof api.jobEdits.edit>;

const HOUR_MS = 3_600_000;
const TYPING_MS = 400;

interface Values extends SiteChoice {
  title: string;
  notes: string;
  contact: ReturnType<typeof contactText>;
  startWall: string;
  hours: number | string;
  rate: number | string;
}

const valuesOf = (job: Job): Values => ({
  title: job.title,
  notes: job.locationNotes ?? '',
  contact: contactText(job.contact),
  address: job.locationAddress,
  position: job.location,
  precision: 'by_hand',
  siteRadiusMeters: job.siteRadiusMeters,
  startWall: wallClock(new Date(job.startTime), zoneAt(job.location)),
  hours: job.durationHours,
  rate: job.hourlyRateCents / 100,
});

/** What is sent; null while something is missing. What is as it was changes nothing. */
function editOf(job: Job, values: Values): Body | null {
  const { title, notes, contact, address, position, siteRadiusMeters } = values;
  const [hours, rateCents] = [Number(values.hours), Math.round(Number(values.rate) * 100)];
  if (title.trim() === '' || address.trim() === '' || !position || !isExact(values)) return null;
  if (!(hours > 0) || rateCents < HOURLY_RATE_CENTS.least || rateCents > HOURLY_RATE_CENTS.most) return null;
  const words = {
    version: job.version,
    title: title.trim(),
    locationNotes: notes.trim() === '' ? null : notes.trim(),
    contact: contactOf(contact),
  };
  if (job.status === 'in_progress') return words;
  const known = valuesOf(job);
  const isMoved = values.startWall !== known.startWall;
  const start = isMoved ? atWallClock(values.startWall, zoneAt(position)) : new Date(job.startTime);
  return {
    ...words,
    locationAddress: address.trim(),
    location: position,
    locationPrecision: values.precision,
    siteRadiusMeters,
    startTime: start.toISOString(),
    endTime: new Date(start.getTime() + hours * HOUR_MS).toISOString(),
    hourlyRateCents: rateCents,
  };
}

type Send = (body: Body, signal?: AbortSignal) => Promise<Answer>;

interface EditFormProps {
  job: Job;
  onDone: () => void;
  /** How it is sent when it is not the customer's own. */
  send?: Send;
  /** What is asked beside it. */
  children?: ReactNode;
  /** Whether all of that is answered. */
  isReady?: boolean;
}

export function EditForm({ job, onDone, send = sendOwn(job), children, isReady = true }: EditFormProps) {
  // As it was when the form was opened: what is typed is a change of that.
  const [read] = useState(job);
  const [values, setValues] = useState(() => valuesOf(read));
  const change = (part: Partial<Values>): void => setValues((before) => ({ ...before, ...part }));
  const body = editOf(read, values);
  const preview = usePreview(read, body, send);
  const save = useSave(read, onDone, send);
  const error = save.error ?? preview.error;
  const told = body && preview.data ? preview.data : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (body) save.mutate(body);
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name of the job"
          maxLength={120}
          value={values.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label="For the guard"
          description="Gate code, whom to ask for"
          autosize
          minRows={2}
          maxLength={1000}
          value={values.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
        />
        <ContactFields value={values.contact} onChange={(contact) => change({ contact })} />
        {read.status !== 'in_progress' && <Terms job={read} values={values} onChange={change} />}
        {children}
        <Stack gap="sm" className={classes['decision']}>
          {told && <Consequence answer={told} job={read} />}
          {error && <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onDone}>
              Leave it
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!isReady || !told || told.changed.length === 0}>
              {told?.needsGuard ? 'Ask the guard' : 'Change the job'}
            </Button>
          </Group>
        </Stack>
      </Stack>
    </form>
  );
}

function Terms({ job, values, onChange }: { job: Job; values: Values; onChange: (part: Partial<Values>) => void }) {
  const { jobMinHours, jobMaxHours } = useRules();
  const zone = zoneAt(values.position ?? job.location);
  return (
    <>
      <SiteFields
        site={values}
        error={values.position === null ? 'Choose one of the places found, or click on the map' : undefined}
        onChange={onChange}
      />
      <Group grow align="flex-end">
        <DateTimePicker
          size="md"
          label={`Start (${zoneName(zone, new Date(job.startTime))})`}
          valueFormat="ddd, MMM D, h:mm A"
          timePickerProps={{ withDropdown: true, minutesStep: 15, format: '12h' }}
          value={values.startWall}
          onChange={(startWall) => startWall !== null && onChange({ startWall })}
        />
        <NumberInput
          label="Hours"
          min={jobMinHours}
          max={jobMaxHours}
          value={values.hours}
          onChange={(hours) => onChange({ hours })}
        />
      </Group>
      <NumberInput
        label="You offer, an hour"
        prefix="$"
        decimalScale={2}
        fixedDecimalScale
        min={HOURLY_RATE_CENTS.least / 100}
        max={HOURLY_RATE_CENTS.most / 100}
        value={values.rate}
        onChange={(rate) => onChange({ rate })}
      />
    </>
  );
}

/** Said before it is done: what it costs, and who has to agree. */
function Consequence({ answer: { changed, needsGuard, totalAmountCents }, job }: { answer: Answer; job: Job }) {
  const { proposalOpenHours } = useRules();
  if (changed.length === 0)
    return (
      <Text size="sm" c="dimmed" role="status">
        Nothing is changed yet.
      </Text>
    );
  const price =
    totalAmountCents === job.totalAmountCents
      ? `The price stays ${money(totalAmountCents)}.`
      : `The whole price is ${money(totalAmountCents)} then, instead of ${money(job.totalAmountCents)}; your card is held for it.`;
  const who = needsGuard
    ? ` ${job.guard?.name ?? 'The guard'} has accepted the job as it is and must agree, within ${proposalOpenHours} hours. Until then, and if not, it stays as it is.`
    : '';
  return (
    <Text size="sm" className="figures" role="status">
      You change: {partsInWords(changed)}. {price}
      {who}
    </Text>
  );
}

const sendOwn =
  ({ id }: Job): Send =>
  (body, signal) =>
    client.jobEdits.edit({ params: { id }, body, ...(signal && { signal }) });

function usePreview(job: Job, body: Body | null, send: Send) {
  const [asked] = useDebouncedValue(body === null ? null : JSON.stringify(body), TYPING_MS);
  return useQuery({
    queryKey: ['edit-preview', job.id, asked],
    queryFn: ({ signal }) => send({ ...(JSON.parse(asked ?? '') as Body), preview: true }, signal),
    enabled: asked !== null,
    retry: false,
  });
}

function useSave(job: Job, onDone: () => void, send: Send) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(body),
    onSuccess: ({ job: changed, proposal }) => {
      queries.setQueryData(jobKeys.job(job.id), changed);
      for (const key of [jobKeys.lists, ...[jobKeys.timeline, jobKeys.proposals].map((of) => of(job.id))])
        void queries.invalidateQueries({ queryKey: key });
      void say(
        proposal
          ? { title: 'The guard is asked', message: 'The job stays as it is until they agree.' }
          : { title: 'The job is changed', message: 'The guard sees it at once.' },
      );
      onDone();
    },
  });
}
