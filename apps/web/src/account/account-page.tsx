import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Calendar } from './calendar';
import { Cards } from './cards';
import { CreditLine } from './credit';
import { client } from '../data/client';
import { showRefusal } from '../layout/first-mistake';
import { useUser } from '../data/session';
import { ME, type User } from '../data/session-state';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { ChangeEmail } from './change-email';
import { ChangePassword } from './change-password';
import { CloseAccount } from './close-account';
import { MessageSettings } from './message-settings';
import { MyData } from './my-data';
import { Passkeys } from './passkeys';
import { Places } from './places';
import { Photo } from './photo';
import { SecondFactor } from './second-factor';
import { Sessions } from './sessions';
import { Statement } from './statement';
import { LanguageField } from './language-field';
import { UnconfirmedAddress } from './unconfirmed-address';
import { say } from '../layout/messages';
import { phoneWords } from '../words/phone';
import { NameFields } from './name-fields';
import { words } from '../words/words';

export function Page() {
  const user = useUser();
  return (
    <Frame title={words('account.title')} subtitle={user.email}>
      {user.emailVerifiedAt === null && <UnconfirmedAddress email={user.email} />}
      <Person user={user} />
      {user.role === 'guard' && <Photo user={user} />}
      {user.role === 'customer' && (
        <section className="panel" aria-label={words('account.cards.section')}>
          <Title order={2} size="h4" mb="sm">
            {words('account.cards.section')}
          </Title>
          <CreditLine />
          <Cards />
        </section>
      )}
      {user.role === 'customer' && (
        <Statement
          title={words('account.statement.payments')}
          name="statement"
          read={(query) => client.payments.statementPdf({ query })}
        />
      )}
      {user.role === 'customer' && (
        <section className="panel" aria-label={words('account.places.section')}>
          <Title order={2} size="h4" mb="sm">
            {words('account.places.section')}
          </Title>
          <Places />
        </section>
      )}
      <MessageSettings />
      {user.role !== 'admin' && <Calendar />}
      <ChangeEmail />
      <ChangePassword />
      <Passkeys />
      {user.role !== 'admin' && <SecondFactor />}
      <Sessions />
      <MyData />
      {user.role !== 'admin' && <CloseAccount />}
    </Frame>
  );
}

const entryOf = ({ firstName, lastName, companyName, phone, language }: User) => ({
  firstName,
  lastName,
  companyName: companyName ?? '',
  phone: phoneWords(phone ?? ''),
  language,
});

/** Nothing, of an empty field. */
const textOf = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

function Person({ user }: { user: User }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: entryOf(user) });
  const save = useMutation({
    mutationFn: ({ phone, companyName, ...names }: typeof form.values) =>
      client.users.changeMe({ body: { ...names, companyName: textOf(companyName), phone: textOf(phone) } }),
    onSuccess: (changed) => {
      queries.setQueryData(ME, changed);
      // As it is kept: a number may have been typed in another way.
      form.setInitialValues(entryOf(changed));
      form.reset();
      void say({ title: words('layout.saved'), message: words('account.person.saved') });
    },
    onError: (error) => showRefusal(form, error),
  });
  return (
    <section className="panel" aria-label={words('account.person.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.person.section')}
      </Title>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="sm">
          <NameFields of={form.getInputProps} />
          {user.role === 'customer' && (
            <TextInput
              label={words('account.person.company')}
              description={words('account.person.companyWhat')}
              autoComplete="organization"
              maxLength={120}
              {...form.getInputProps('companyName')}
            />
          )}
          <TextInput
            label={words('account.person.phone')}
            type="tel"
            autoComplete="tel"
            placeholder="(213) 555-0134 x12"
            {...form.getInputProps('phone')}
          />
          <LanguageField {...form.getInputProps('language')} />
          {save.error && <Problem error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {words('layout.save')}
            </Button>
            {!form.isDirty() && (
              <Text size="sm" c="dimmed">
                {words('account.person.nothing')}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </section>
  );
}
