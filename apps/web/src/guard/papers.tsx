import { Button, FileButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PICTURES } from '../account/photo';
import { client } from '../data/client';
import { showRefusal } from '../layout/first-mistake';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { pictureWords } from '../words/rules';
import { words } from '../words/words';
import { READINESS } from './guard-profile';

/** What only the administrator sees, or nobody: kept encrypted. */
export function Papers() {
  return (
    <section className="panel" aria-label={words('guard.papers.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('guard.papers.section')}
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
      for (const queryKey of [['guard-profile'], READINESS]) void queries.invalidateQueries({ queryKey });
      void say({ title: words('guard.papers.sent'), message: words('guard.papers.sentHow') });
    },
  });
  return (
    <div>
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 200px">
          {words('guard.papers.how', { kinds: pictureWords() })}
        </Text>
        <FileButton accept={PICTURES} onChange={(file) => file && send.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              {words('guard.papers.send')}
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
      for (const queryKey of [TAX_ID, READINESS]) void queries.invalidateQueries({ queryKey });
    },
    onError: (error) => showRefusal(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={words('guard.tax.id')}
          description={known === null ? words('guard.tax.needed') : words('guard.tax.known', { digits: known })}
          placeholder="123-45-6789"
          autoComplete="off"
          inputMode="numeric"
          flex="1 1 200px"
          {...form.getInputProps('taxId')}
        />
        <Button type="submit" variant="default" loading={save.isPending} disabled={!form.isDirty()}>
          {words('guard.tax.save')}
        </Button>
      </Group>
      {save.error && <Problem error={save.error} />}
    </form>
  );
}
