import { Button, Group, Modal, Select, SimpleGrid, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BackgroundCheck } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import { showRefusal } from '../layout/first-mistake';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { dayPicker } from '../words/day-picker';
import { words } from '../words/words';
import { PaperPicture } from './paper-picture';
import { nameOf, type User } from './user-words';
import { today } from '../words/now';

const RESULTS = ['clear', 'consider', 'failed'] as const satisfies readonly BackgroundCheck['result'][];

const results = () => RESULTS.map((result) => ({ value: result, label: words(`admin.check.${result}`) }));

/** What is known of a guard's past, and the form that replaces it. */
export function BackgroundCheckDialog({ guard, onClose }: { guard: User | null; onClose: () => void }) {
  return (
    <Modal
      opened={guard !== null}
      onClose={onClose}
      size="xl"
      title={guard ? words('admin.check.of', { person: nameOf(guard) }) : ''}
      closeButtonProps={{ 'aria-label': words('layout.close') }}
    >
      {guard && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <Licence guard={guard} />
          <Known guard={guard} onClose={onClose} />
        </SimpleGrid>
      )}
    </Modal>
  );
}

/** Whose past it is: shown when it is asked for, because every reading of it is written down. */
function Licence({ guard }: { guard: User }) {
  const [isAsked, setAsked] = useState(false);
  if (isAsked) return <PaperPicture userId={guard.id} name={nameOf(guard)} version="check" />;
  return (
    <Stack gap="sm" align="flex-start">
      <Text c="dimmed">{words('admin.check.licence')}</Text>
      <Button variant="default" onClick={() => setAsked(true)}>
        {words('admin.check.showLicence')}
      </Button>
    </Stack>
  );
}

function Known({ guard, onClose }: { guard: User; onClose: () => void }) {
  const known = useQuery({
    queryKey: ['admin', 'background-check', guard.id],
    queryFn: () => client.admin.backgroundCheck({ params: { userId: guard.id } }),
    // Every reading stands in the audit log: none may happen that nobody asked for, and nothing is kept.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  if (known.error) return <Problem error={known.error} onRetry={() => void known.refetch()} />;
  if (!known.data) return <Skeleton h={280} role="progressbar" aria-label={words('admin.check.loading')} />;
  return <CheckForm guard={guard} check={known.data.check} onClose={onClose} />;
}

interface CheckFormProps {
  guard: User;
  check: BackgroundCheck | null;
  onClose: () => void;
}

function CheckForm({ guard, check, onClose }: CheckFormProps) {
  const queries = useQueryClient();
  const form = useForm<Record<keyof BackgroundCheck, string>>({
    initialValues: { result: 'clear', checkedOn: '', provider: '', reference: '', note: '', ...check },
  });
  const isClear = form.values.result === 'clear';
  const save = useMutation({
    mutationFn: (body: BackgroundCheck) => client.admin.setBackgroundCheck({ params: { userId: guard.id }, body }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['admin', 'background-check', guard.id] });
      void say({
        title: words('admin.check.recorded'),
        message: words('admin.check.recordedHow', { person: nameOf(guard) }),
      });
      onClose();
    },
    onError: (error) => showRefusal(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(bodyOf(values)))}>
      <Stack gap="sm">
        {!check && <Text c="dimmed">{words('admin.check.none')}</Text>}
        <Select
          label={words('admin.check.result')}
          data={results()}
          allowDeselect={false}
          {...form.getInputProps('result')}
        />
        <DateInput
          label={words('admin.check.day')}
          size="md"
          required
          {...dayPicker()}
          maxDate={today()}
          {...form.getInputProps('checkedOn')}
        />
        <TextInput label={words('admin.check.who')} required maxLength={80} {...form.getInputProps('provider')} />
        <TextInput label={words('admin.check.reference')} maxLength={80} {...form.getInputProps('reference')} />
        <Textarea
          label={words(isClear ? 'admin.check.note' : 'admin.check.why')}
          required={!isClear}
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps('note')}
        />
        {save.error && <Problem error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words('jobs.leaveIt')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {words('admin.check.record')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What was left empty is not sent. */
function bodyOf({ result, reference, note, ...rest }: Record<keyof BackgroundCheck, string>): BackgroundCheck {
  return {
    ...rest,
    result: result as BackgroundCheck['result'],
    ...(reference.trim() !== '' && { reference }),
    ...(note.trim() !== '' && { note }),
  };
}
