import '@mantine/dates/styles.css';
import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { HOURLY_RATE_CENTS } from '@aegis/contract/limits';
import { type ReactNode, useState } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { JOB_TYPES } from '../words/market';
import { tooLongWords } from '../words/rules';
import { zoneAt, zoneName } from '../words/time';
import { ContactFields } from './contact-fields';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import classes from './job.module.css';
import { partsInWords } from './job-words';
import { type EditBody, editOf, type EditValues, valuesOf } from './edit-values';
import { RequirementFields } from './requirement-fields';
import { SiteFields } from './site-fields';

type Answer = WireAnswer<typeof api.jobEdits.edit>;

const TYPING_MS = 400;
const KINDS = (Object.keys(JOB_TYPES) as Job['jobType'][]).map((value) => ({ value, label: JOB_TYPES[value] }));

type Send = (body: EditBody, signal?: AbortSignal) => Promise<Answer>;

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
  const change = (part: Partial<EditValues>): void => setValues((before) => ({ ...before, ...part }));
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
          label="What there is to do"
          autosize
          minRows={2}
          maxLength={4000}
          value={values.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
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

function Terms({
  job,
  values,
  onChange,
}: {
  job: Job;
  values: EditValues;
  onChange: (part: Partial<EditValues>) => void;
}) {
  const rules = useRules();
  const { jobMinHours, jobMaxHours } = rules;
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
      <Text size="sm" c="red" role="status">
        {tooLongWords(Number(values.hours), rules)}
      </Text>
      <Select
        label="Kind of job"
        data={KINDS}
        allowDeselect={false}
        value={values.jobType}
        onChange={(jobType) => jobType !== null && onChange({ jobType })}
      />
      <RequirementFields value={values} onChange={onChange} />
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

function usePreview(job: Job, body: EditBody | null, send: Send) {
  const [asked] = useDebouncedValue(body === null ? null : JSON.stringify(body), TYPING_MS);
  return useQuery({
    queryKey: ['edit-preview', job.id, asked],
    queryFn: ({ signal }) => send({ ...(JSON.parse(asked ?? '') as EditBody), preview: true }, signal),
    enabled: asked !== null,
    retry: false,
  });
}

function useSave(job: Job, onDone: () => void, send: Send) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: EditBody) => send(body),
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
