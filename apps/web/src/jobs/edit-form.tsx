import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { HOURLY_RATE_CENTS } from '@aegis/contract/limits';
import { type ReactNode, useRef, useState } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { useRefusedFields } from '../layout/first-mistake';
import { say } from '../layout/messages';
import { useSecondLook } from '../layout/second-look';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { JOB_TYPES } from '../words/market';
import { MomentFields } from '../layout/moment-fields';
import { tooLongWords } from '../words/rules';
import { atWallClock, zoneAt, zoneName } from '../words/time';
import { ContactFields } from './contact-fields';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import classes from './job.module.css';
import { partsInWords } from './job-words';
import { type EditBody, editOf, type EditValues, valuesOf } from './edit-values';
import { PurchaseOrderField } from './purchase-order-field';
import { RequirementFields } from './requirement-fields';
import { SiteFields } from './site-fields';
import { words } from '../words/words';

type Answer = WireAnswer<typeof api.jobEdits.edit>;

const TYPING_MS = 400;
const kinds = () => (Object.keys(JOB_TYPES) as Job['jobType'][]).map((value) => ({ value, label: JOB_TYPES[value] }));

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
  // The price may be another one by now: it is shown again before anything is changed.
  const save = useSave(read, onDone, send, () => void preview.refetch());
  const error = save.error ?? preview.error;
  const { told, pinned } = preview;
  const form = useRef<HTMLFormElement>(null);
  const refused = useRefusedFields(form, save.error, preview.error);
  const action = words(told?.needsGuard ? 'jobs.edit.askGuard' : 'jobs.edit.change');
  const look = useSecondLook({
    amountCents: pinned?.totalAmountCents === read.totalAmountCents ? undefined : pinned?.totalAmountCents,
    action,
    onAgree: () => {
      if (body && pinned) save.mutate({ ...body, quotedAmountCents: pinned.totalAmountCents });
    },
  });
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        look.press();
      }}
    >
      <Stack gap="md">
        <Sayings values={values} refused={refused} onChange={change} />
        {read.status !== 'in_progress' && <Terms job={read} values={values} onChange={change} />}
        {children}
        <Stack gap="sm" className={classes['decision']}>
          {told && <Consequence answer={told} job={read} />}
          {error && <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onDone}>
              {words('jobs.leaveIt')}
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!isReady || !pinned || pinned.changed.length === 0}
            >
              {action}
            </Button>
          </Group>
        </Stack>
        {look.question}
      </Stack>
    </form>
  );
}

interface SayingsProps {
  values: EditValues;
  /** What the server refuses, by its path. */
  refused: (path: string) => string | undefined;
  onChange: (part: Partial<EditValues>) => void;
}

/** What is said of the job beside its terms: it changes at once. */
const Sayings = ({ values, refused, onChange }: SayingsProps) => (
  <>
    <TextInput
      label={words('jobs.edit.name')}
      maxLength={120}
      value={values.title}
      error={refused('title')}
      onChange={(event) => onChange({ title: event.currentTarget.value })}
    />
    <Textarea
      label={words('jobs.edit.todo')}
      autosize
      minRows={2}
      maxLength={4000}
      value={values.description}
      error={refused('description')}
      onChange={(event) => onChange({ description: event.currentTarget.value })}
    />
    <Textarea
      label={words('jobs.edit.notes')}
      description={words('jobs.edit.notesWhat')}
      autosize
      minRows={2}
      maxLength={1000}
      value={values.notes}
      error={refused('locationNotes')}
      onChange={(event) => onChange({ notes: event.currentTarget.value })}
    />
    <ContactFields value={values.contact} refused={refused} onChange={(contact) => onChange({ contact })} />
    <PurchaseOrderField
      value={values.purchaseOrder}
      error={refused('purchaseOrder')}
      onChange={(purchaseOrder) => onChange({ purchaseOrder })}
    />
  </>
);

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
  const zone = zoneAt(values.position ?? job.location);
  return (
    <>
      <SiteFields
        site={values}
        error={values.position === null ? words('jobs.edit.choosePlace') : undefined}
        onChange={onChange}
      />
      <MomentFields
        label={words('jobs.edit.start', { zone: zoneName(zone, atWallClock(values.startWall, zone)) })}
        value={values.startWall}
        onChange={(startWall) => onChange({ startWall })}
      />
      <NumberInput
        label={words('jobs.edit.hours')}
        min={rules.jobMinHours}
        max={rules.jobMaxHours}
        value={values.hours}
        onChange={(hours) => onChange({ hours })}
      />
      <Text size="sm" c="red" role="status">
        {tooLongWords(Number(values.hours), rules)}
      </Text>
      <Select
        label={words('jobs.edit.kind')}
        data={kinds()}
        allowDeselect={false}
        value={values.jobType}
        onChange={(jobType) => jobType !== null && onChange({ jobType })}
      />
      <RequirementFields value={values} onChange={onChange} />
      <NumberInput
        label={words('jobs.edit.rate')}
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
        {words('jobs.edit.nothing')}
      </Text>
    );
  const price =
    totalAmountCents === job.totalAmountCents
      ? words('jobs.edit.priceStays', { price: money(totalAmountCents) })
      : words('jobs.edit.priceIs', { price: money(totalAmountCents), before: money(job.totalAmountCents) });
  const who = needsGuard
    ? words('jobs.edit.guardAgrees', { guard: job.guard?.name ?? words('jobs.theGuard'), hours: proposalOpenHours })
    : '';
  return (
    <Text size="sm" className="figures" role="status">
      {[words('jobs.edit.changes', { parts: partsInWords(changed) }), price, who].join(' ').trim()}
    </Text>
  );
}

const sendOwn =
  ({ id }: Job): Send =>
  (body, signal) =>
    client.jobEdits.edit({ params: { id }, body, ...(signal && { signal }) });

/** `told` may be of what was typed a moment ago, so that the form does not jump; `pinned` is of what it says now, and can be agreed to. */
function usePreview(job: Job, body: EditBody | null, send: Send) {
  const typed = body === null ? null : JSON.stringify(body);
  const [asked] = useDebouncedValue(typed, TYPING_MS);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['edit-preview', job.id, asked],
    queryFn: ({ signal }) => send({ ...(JSON.parse(asked ?? '') as EditBody), preview: true }, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const told = body === null ? undefined : data;
  return { told, pinned: !isPlaceholderData && asked === typed ? told : undefined, error, refetch };
}

function useSave(job: Job, onDone: () => void, send: Send, onError: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: EditBody) => send(body),
    onError,
    onSuccess: ({ job: changed, proposal }) => {
      queries.setQueryData(jobKeys.job(job.id), changed);
      for (const key of [jobKeys.lists, ...[jobKeys.timeline, jobKeys.proposals].map((of) => of(job.id))])
        void queries.invalidateQueries({ queryKey: key });
      void say(
        proposal
          ? { title: words('jobs.edit.asked'), message: words('jobs.edit.askedHow') }
          : { title: words('jobs.edit.changed'), message: words('jobs.edit.changedHow') },
      );
      onDone();
    },
  });
}
