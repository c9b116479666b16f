import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../../data/client';
import { jobKeys } from '../../jobs/job-keys';
import type { Job } from '../../jobs/job-queries';
import { say } from '../../layout/messages';
import { words } from '../../words/words';

export type JobOnDesk = WireAnswer<typeof api.desk.job>;
export type PersonOfDesk = JobOnDesk['customer'];

const deskKey = (id: string) => ['desk-job', id];

/** Every reading stands in the audit log: none may happen that nobody asked for. */
const READ_ONCE = { staleTime: Infinity, gcTime: 0, refetchOnReconnect: false, refetchOnWindowFocus: false } as const;

/** Who is on it is part of the question: another guard has another phone. */
export function useJobOnDesk(id: string, guardId: string | undefined) {
  return useQuery({
    queryKey: [...deskKey(id), guardId],
    queryFn: ({ signal }) => client.desk.job({ params: { id }, signal }),
    placeholderData: (before) => before,
    ...READ_ONCE,
  });
}

export function usePersonOnDesk(id: string) {
  return useQuery({
    queryKey: ['desk-person', id],
    queryFn: ({ signal }) => client.desk.person({ params: { id }, signal }),
    ...READ_ONCE,
  });
}

/** What is known of the job, after an act. */
export function useSeeAgain(id: string) {
  const queries = useQueryClient();
  return (job?: Job): void => {
    if (job) queries.setQueryData(jobKeys.job(id), job);
    const changed = [jobKeys.timeline, jobKeys.waves, jobKeys.candidates, jobKeys.proposals, jobKeys.payments];
    for (const queryKey of [deskKey(id), ...changed.map((of) => of(id)), ['admin']])
      void queries.invalidateQueries({ queryKey });
  };
}

/** An act that has its reason, and what is said when it is done. */
export function useDoor(
  id: string,
  act: (reason: string) => Promise<Job | undefined>,
  said: Parameters<typeof say>[0],
  onDone: () => void,
) {
  const seeAgain = useSeeAgain(id);
  return useMutation({
    mutationFn: act,
    onSuccess: (job) => {
      seeAgain(job);
      void say(said);
      onDone();
    },
  });
}

interface ForGuard {
  guardId: string;
  reason: string;
  /** Of this one wish: a second press of the button is the same. */
  key: string;
}

export function useAssign(id: string, onDone: () => void) {
  const seeAgain = useSeeAgain(id);
  return useMutation({
    mutationFn: ({ key, ...body }: ForGuard) => client.desk.assign({ params: { id }, body, idempotencyKey: key }),
    onSuccess: (job) => {
      seeAgain(job);
      const message = job.guard
        ? words('admin.assign.doneHow', { guard: job.guard.name })
        : words('admin.assign.theyCan');
      void say({ title: words('admin.assign.done'), message });
      onDone();
    },
  });
}

export function useTakeOff(id: string, onDone: () => void) {
  const seeAgain = useSeeAgain(id);
  return useMutation({
    mutationFn: ({ key, ...body }: ForGuard) => client.desk.takeOff({ params: { id }, body, idempotencyKey: key }),
    onSuccess: (job) => {
      seeAgain(job);
      void say({ title: words('admin.take.done'), message: words('admin.take.doneHow') });
      onDone();
    },
  });
}

/** Ends with the hours that were found out. */
export function useEndJob(id: string, onDone: () => void) {
  const seeAgain = useSeeAgain(id);
  return useMutation({
    mutationFn: (body: { workedMinutes: number; reason: string }) => client.admin.endJob({ params: { id }, body }),
    onSuccess: (job) => {
      seeAgain(job);
      void say({ title: words('admin.end.done'), message: words('admin.end.doneHow') });
      onDone();
    },
  });
}
