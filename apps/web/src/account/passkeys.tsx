import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { hasPasskeys } from '../data/no-passkey';
import { asksForCode } from '../data/problems';
import { say } from '../layout/messages';
import { Load, Problem } from '../layout/states';
import { moment } from '../words/time';
import { deviceWords } from './device-words';
import { showRefusal } from '../layout/first-mistake';
import { words } from '../words/words';

type Passkey = WireAnswer<typeof api.passkeys.list>['items'][number];
type Change = { does: 'add' } | { does: 'rename' | 'remove'; passkey: Passkey };

const KEY = ['passkeys'];
const TITLES = {
  add: 'account.passkeys.add',
  rename: 'account.passkeys.rename',
  remove: 'account.passkeys.remove',
} as const;

/** In by finger, face or PIN of a device, instead of a password and a code. */
export function Passkeys() {
  const known = useQuery({ queryKey: KEY, queryFn: () => client.passkeys.list() });
  const [change, setChange] = useState<Change | null>(null);
  return (
    <section className="panel" aria-label={words('account.passkeys.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.passkeys.section')}
      </Title>
      <Stack gap="sm">
        <Text size="sm">{words('account.passkeys.what')}</Text>
        <Load from={known}>
          {({ items }) => (
            <Stack gap={4}>
              {items.map((passkey) => (
                <Row key={passkey.id} passkey={passkey} onChange={setChange} />
              ))}
            </Stack>
          )}
        </Load>
        {hasPasskeys() ? (
          <Group>
            <Button variant="default" onClick={() => setChange({ does: 'add' })}>
              {words('account.passkeys.add')}
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {words('account.passkeys.cannot')}
          </Text>
        )}
      </Stack>
      <Modal
        opened={change !== null}
        onClose={() => setChange(null)}
        title={change && words(TITLES[change.does])}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        {change && <Form change={change} onDone={() => setChange(null)} />}
      </Modal>
    </section>
  );
}

function factsOf({ createdAt, lastUsedAt, isBackedUp }: Passkey): string {
  const when = moment(createdAt);
  const facts =
    lastUsedAt === null
      ? words('account.passkeys.notUsed', { when })
      : words('account.passkeys.used', { when, used: moment(lastUsedAt) });
  return isBackedUp ? facts : words('account.passkeys.oneDevice', { facts });
}

function Row({ passkey, onChange }: { passkey: Passkey; onChange: (change: Change) => void }) {
  const { name } = passkey;
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Text>{name}</Text>
        <Text size="sm" c="dimmed">
          {factsOf(passkey)}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          px="sm"
          variant="default"
          leftSection={<IconPencil size={16} aria-hidden />}
          aria-label={words('account.passkeys.renameNamed', { name })}
          onClick={() => onChange({ does: 'rename', passkey })}
        >
          {words('account.passkeys.renameShort')}
        </Button>
        <Button
          px="sm"
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          aria-label={words('account.passkeys.removeNamed', { name })}
          onClick={() => onChange({ does: 'remove', passkey })}
        >
          {words('account.remove')}
        </Button>
      </Group>
    </Group>
  );
}

interface Entry {
  name: string;
  password: string;
  code: string;
}

async function done(change: Change, { name, password, code }: Entry): Promise<string> {
  const proof = { password, ...(code !== '' && { code }) };
  if (change.does === 'add') {
    const { makePasskey } = await import('../data/passkey-device');
    await makePasskey(name, proof);
    return words('account.passkeys.added', { name });
  }
  const params = { id: change.passkey.id };
  if (change.does === 'rename') {
    await client.passkeys.rename({ params, body: { name } });
    return words('account.passkeys.renamed', { name });
  }
  await client.passkeys.remove({ params, body: proof });
  return words('account.passkeys.removed', { name: change.passkey.name });
}

function Form({ change, onDone }: { change: Change; onDone: () => void }) {
  const queries = useQueryClient();
  const name = change.does === 'add' ? deviceWords(navigator.userAgent) : change.passkey.name;
  const form = useForm<Entry>({ initialValues: { name, password: '', code: '' } });
  const save = useMutation({
    mutationFn: (entry: Entry) => done(change, entry),
    onSuccess: (message) => {
      void queries.invalidateQueries({ queryKey: KEY });
      if (change.does === 'remove') void queries.invalidateQueries({ queryKey: ['sessions'] });
      void say({ title: words('account.passkeys.done'), message });
      onDone();
    },
    onError: (error) => showRefusal(form, error),
  });
  const needsCode = asksForCode(save.error) || form.values.code !== '';
  return (
    <form onSubmit={form.onSubmit((entry) => save.mutate(entry))}>
      <Stack gap="sm">
        {change.does !== 'remove' && (
          <TextInput
            label={words('account.passkeys.name')}
            description={words('account.passkeys.nameWhat')}
            required
            withAsterisk={false}
            maxLength={60}
            {...form.getInputProps('name')}
          />
        )}
        {change.does !== 'rename' && (
          <PasswordInput
            label={words('account.yourPassword')}
            autoComplete="current-password"
            required
            {...form.getInputProps('password')}
          />
        )}
        {needsCode && (
          <TextInput
            label={words('account.code')}
            description={words('account.passkeys.codeWhat')}
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            {...form.getInputProps('code')}
          />
        )}
        {save.error && <Problem error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {words('account.passkeys.keep')}
          </Button>
          <Button type="submit" loading={save.isPending} {...(change.does === 'remove' && { color: 'red' })}>
            {words(TITLES[change.does])}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
