import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { client } from '../data/client';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { words } from '../words/words';

export function Page() {
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' } });
  const send = useMutation({ mutationFn: (body: { email: string }) => client.auth.forgotPassword({ body }) });
  return (
    <Frame title={words('account.newPassword')}>
      <Stack maw={420} gap="md">
        {send.isSuccess ? (
          <Alert color="green" title={words('account.forgot.sent')} role="status">
            {words('account.forgot.sentHow')}
          </Alert>
        ) : (
          <form onSubmit={form.onSubmit((values) => send.mutate(values))}>
            <Stack gap="md">
              <Text>{words('account.forgot.how')}</Text>
              <TextInput
                label={words('account.email')}
                type="email"
                autoComplete="username"
                required
                withAsterisk={false}
                {...form.getInputProps('email')}
              />
              {send.error && <Problem error={send.error} />}
              <Button type="submit" loading={send.isPending} fullWidth>
                {words('account.forgot.mail')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Frame>
  );
}
