import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { client } from '../data/client';
import { showRefusal } from '../layout/first-mistake';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { words } from '../words/words';

/** The address changes when the mail to the new one was answered: a mistyped one locks nobody out. */
export function ChangeEmail() {
  const form = useForm({ initialValues: { email: '', password: '' } });
  const ask = useMutation({
    mutationFn: (body: typeof form.values) => client.auth.changeEmail({ body }),
    onSuccess: (_, { email }) => {
      form.reset();
      void say({
        title: words('account.address.confirm'),
        message: words('account.address.open', { email: email.trim() }),
      });
    },
    onError: (error) => showRefusal(form, error),
  });
  return (
    <section className="panel" aria-label={words('account.email')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.email')}
      </Title>
      <form onSubmit={form.onSubmit((values) => ask.mutate(values))} noValidate>
        <Stack gap="sm">
          <TextInput
            label={words('account.address.new')}
            type="email"
            autoComplete="email"
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={words('account.yourPassword')}
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          <Text size="sm" c="dimmed">
            {words('account.address.until')}
          </Text>
          {ask.error && <Problem error={ask.error} />}
          <Group>
            <Button type="submit" variant="default" loading={ask.isPending} disabled={!form.isDirty()}>
              {words('account.address.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
