import { Button, FileButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PICTURES } from '../account/photo';
import { client } from '../data/client';
import { fieldErrorsOf } from '../data/problems';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { PICTURE_WORDS } from '../words/rules';

/** What only the administrator sees, or nobody: kept encrypted. */
export function Papers() {
  return (
    <section className="panel" aria-label="Papers">
      <Title order={2} size="h4" mb="sm">
        Papers
      </Title>
      <Stack gap="md">
        <LicenceScan />
        <TaxId />
      </Stack>
    </section>
  );
}

function LicenceScan() {
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: async (file: File) => client.guards.setLicenseScan({ body: new Uint8Array(await file.arrayBuffer()) }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['guard-profile'] });
      void say({ title: 'Licence sent', message: 'Only an administrator sees the picture.' });
    },
  });
  return (
    <div>
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 200px">
          A picture of your licence makes the check quicker. With another one the licence is checked anew, and you take
          no jobs until then. {PICTURE_WORDS}.
        </Text>
        <FileButton accept={PICTURES} onChange={(file) => file && send.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              Send picture of licence
            </Button>
          )}
        </FileButton>
      </Group>
      {send.error && <Problem error={send.error} />}
    </div>
  );
}

const TAX_ID = ['tax-id'];

function TaxId() {
  const queries = useQueryClient();
  const known = useQuery({ queryKey: TAX_ID, queryFn: () => client.guards.taxId() }).data?.lastFour ?? null;
  const form = useForm({ initialValues: { taxId: '' } });
  const save = useMutation({
    mutationFn: (body: typeof form.values) => client.guards.setTaxId({ body }),
    onSuccess: () => {
      form.reset();
      void queries.invalidateQueries({ queryKey: TAX_ID });
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Tax id (SSN or EIN)"
          description={known === null ? 'Needed for your yearly statement' : `Known; it ends with ${known}`}
          placeholder="123-45-6789"
          autoComplete="off"
          inputMode="numeric"
          flex="1 1 200px"
          {...form.getInputProps('taxId')}
        />
        <Button type="submit" variant="default" loading={save.isPending} disabled={!form.isDirty()}>
          Save tax id
        </Button>
      </Group>
      {save.error && <Problem error={save.error} />}
    </form>
  );
}
