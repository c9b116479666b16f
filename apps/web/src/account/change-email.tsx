import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { client } from '../data/client';
import { fieldErrorsOf } from '../data/problems';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';

/** The address changes when the mail to the new one was answered: a mistyped one locks nobody out. */
export function ChangeEmail() {
  const form = useForm({ initialValues: { email: '', password: '' } });
  const ask = useMutation({
    mutationFn: (body: typeof form.values) => client.auth.changeEmail({ body }),
    onSuccess: (_, { email }) => {
      form.reset();
      void say({ title: 'Confirm the new address', message: `Open the link that we mailed to ${email.trim()}.` });
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error)),
  });
  return (
    <section className="panel" aria-label="E-mail">
      <Title order={2} size="h4" mb="sm">
        E-mail
      </Title>
      <form onSubmit={form.onSubmit((values) => ask.mutate(values))} noValidate>
        <Stack gap="sm">
          <TextInput label="New e-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
          <PasswordInput label="Your password" autoComplete="current-password" {...form.getInputProps('password')} />
          <Text size="sm" c="dimmed">
            You keep the present address until the new one is confirmed; we tell both.
          </Text>
          {ask.error && <Problem error={ask.error} />}
          <Group>
            <Button type="submit" variant="default" loading={ask.isPending} disabled={!form.isDirty()}>
              Change e-mail
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
