import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client } from '../data/client';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { useMailedToken } from './mailed-token';
import { words } from '../words/words';

export function Page() {
  const token = useMailedToken();
  return (
    <Frame title={words('account.newPassword')}>
      <Stack maw={420} gap="md" align="stretch">
        {token === null ? <BrokenLink /> : <NewPassword token={token} />}
      </Stack>
    </Frame>
  );
}

const BrokenLink = () => (
  <>
    <Text>{words('account.reset.notWhole')}</Text>
    <Button component={Link} to="/forgot-password">
      {words('account.reset.ask')}
    </Button>
  </>
);

function NewPassword({ token }: { token: string }) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' } });
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => client.auth.resetPassword({ body: { token, password } }),
  });
  if (reset.isSuccess)
    return (
      <>
        <Alert color="green" title={words('account.reset.done')} role="status">
          {words('account.reset.doneHow')}
        </Alert>
        <Button component={Link} to="/sign-in">
          {words('layout.signIn')}
        </Button>
      </>
    );
  return (
    <form onSubmit={form.onSubmit((values) => reset.mutate(values))}>
      <Stack gap="md">
        <PasswordInput
          label={words('account.newPassword')}
          description={words('account.reset.what')}
          autoComplete="new-password"
          required
          minLength={10}
          {...form.getInputProps('password')}
        />
        {reset.error && <Problem error={reset.error} />}
        <Button type="submit" loading={reset.isPending} fullWidth>
          {words('account.reset.set')}
        </Button>
      </Stack>
    </form>
  );
}
