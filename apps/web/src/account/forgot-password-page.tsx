import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { client } from '../data/client';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';

export function Page() {
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' } });
  const send = useMutation({ mutationFn: (body: { email: string }) => client.auth.forgotPassword({ body }) });
  return (
    <Frame title="New password">
      <Stack maw={420} gap="md">
        {send.isSuccess ? (
          <Alert color="green" title="Look into your mail" role="status">
            If there is an account with this address, a link to set a new password is on its way.
          </Alert>
        ) : (
          <form onSubmit={form.onSubmit((values) => send.mutate(values))}>
            <Stack gap="md">
              <Text>We mail you a link that sets a new password.</Text>
              <TextInput
                label="E-mail"
                type="email"
                autoComplete="username"
                required
                {...form.getInputProps('email')}
              />
              {send.error && <Problem error={send.error} />}
              <Button type="submit" loading={send.isPending} fullWidth>
                Mail me the link
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Frame>
  );
}
