import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Cards } from './cards';
import { client } from '../data/client';
import { fieldErrorsOf } from '../data/problems';
import { useUser } from '../data/session';
import { ME, type User } from '../data/session-state';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { ChangeEmail } from './change-email';
import { ChangePassword } from './change-password';
import { CloseAccount } from './close-account';
import { MessageSettings } from './message-settings';
import { MyData } from './my-data';
import { Places } from './places';
import { Photo } from './photo';
import { SecondFactor } from './second-factor';
import { Sessions } from './sessions';
import { UnconfirmedAddress } from './unconfirmed-address';
import { say } from '../layout/messages';
import { phoneWords } from '../words/phone';

export function Page() {
  const user = useUser();
  return (
    <Frame title="Account" subtitle={user.email}>
      {user.emailVerifiedAt === null && <UnconfirmedAddress email={user.email} />}
      <Person user={user} />
      {user.role === 'guard' && <Photo user={user} />}
      {user.role === 'customer' && (
        <section className="panel" aria-label="Cards">
          <Title order={2} size="h4" mb="sm">
            Cards
          </Title>
          <Cards />
        </section>
      )}
      {user.role === 'customer' && (
        <section className="panel" aria-label="Places">
          <Title order={2} size="h4" mb="sm">
            Places
          </Title>
          <Places />
        </section>
      )}
      <MessageSettings />
      <ChangeEmail />
      <ChangePassword />
      {user.role !== 'admin' && <SecondFactor />}
      <Sessions />
      <MyData />
      {user.role !== 'admin' && <CloseAccount />}
    </Frame>
  );
}

const entryOf = ({ firstName, lastName, phone }: User) => ({ firstName, lastName, phone: phoneWords(phone ?? '') });

function Person({ user }: { user: User }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: entryOf(user),
  });
  const save = useMutation({
    mutationFn: ({ phone, ...names }: typeof form.values) =>
      client.users.changeMe({ body: { ...names, phone: phone.trim() === '' ? null : phone } }),
    onSuccess: (changed) => {
      queries.setQueryData(ME, changed);
      // As it is kept: a number may have been typed in another way.
      form.setInitialValues(entryOf(changed));
      form.reset();
      void say({ title: 'Saved', message: 'Your name and phone number are changed.' });
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error)),
  });
  return (
    <section className="panel" aria-label="You">
      <Title order={2} size="h4" mb="sm">
        You
      </Title>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="sm">
          <Group grow align="flex-start">
            <TextInput label="First name" autoComplete="given-name" {...form.getInputProps('firstName')} />
            <TextInput
              label="Last name"
              description="If you have one"
              autoComplete="family-name"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('lastName')}
            />
          </Group>
          <TextInput
            label="Phone"
            type="tel"
            autoComplete="tel"
            placeholder="(213) 555-0134 x12"
            {...form.getInputProps('phone')}
          />
          {save.error && <Problem error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              Save
            </Button>
            {!form.isDirty() && (
              <Text size="sm" c="dimmed">
                Nothing to save.
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </section>
  );
}
