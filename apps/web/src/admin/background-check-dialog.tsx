import { Button, Group, Modal, Select, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BackgroundCheck } from '@aegis/contract';
import { client } from '../data/client';
import { fieldErrorsOf } from '../data/problems';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { nameOf, type User } from './user-words';

const RESULTS: Record<BackgroundCheck['result'], string> = {
  clear: 'Clear',
  consider: 'To be considered',
  failed: 'Failed',
};

const data = Object.entries(RESULTS).map(([value, label]) => ({ value, label }));

/** What is known of a guard's past, and the form that replaces it. */
export function BackgroundCheckDialog({ guard, onClose }: { guard: User | null; onClose: () => void }) {
  return (
    <Modal
      opened={guard !== null}
      onClose={onClose}
      title={guard ? `Background check of ${nameOf(guard)}` : ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {guard && <Known guard={guard} onClose={onClose} />}
    </Modal>
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
  if (!known.data) return <Skeleton h={280} role="progressbar" aria-label="The check is being read" />;
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
  const save = useMutation({
    mutationFn: (body: BackgroundCheck) => client.admin.setBackgroundCheck({ params: { userId: guard.id }, body }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['admin', 'background-check', guard.id] });
      void say({ title: 'Recorded', message: `The background check of ${nameOf(guard)} is kept encrypted.` });
      onClose();
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(bodyOf(values)))}>
      <Stack gap="sm">
        {!check && <Text c="dimmed">None is recorded yet.</Text>}
        <Select label="Result" data={data} allowDeselect={false} {...form.getInputProps('result')} />
        <DateInput
          label="Checked on"
          size="md"
          required
          valueFormat="MMM D, YYYY"
          maxDate={new Date()}
          {...form.getInputProps('checkedOn')}
        />
        <TextInput label="Who checked" required maxLength={80} {...form.getInputProps('provider')} />
        <TextInput label="Their reference" maxLength={80} {...form.getInputProps('reference')} />
        <Textarea label="Note" autosize minRows={2} maxLength={500} {...form.getInputProps('note')} />
        {save.error && <Problem error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            Record the check
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
