import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client } from '../data/client';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { useMailedToken } from './mailed-token';

export function Page() {
  const token = useMailedToken();
  return (
    <Frame title="New password">
      <Stack maw={420} gap="md" align="stretch">
        {token === null ? <BrokenLink /> : <NewPassword token={token} />}
      </Stack>
    </Frame>
  );
}

const BrokenLink = () => (
  <>
    <Text>This link is not whole. Open it again from the mail, or ask for a new one.</Text>
    <Button component={Link} to="/forgot-password">
      Ask for a new link
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
        <Alert color="green" title="Your new password is set" role="status">
          You were signed out everywhere. Sign in with it now.
        </Alert>
        <Button component={Link} to="/sign-in">
          Sign in
        </Button>
      </>
    );
  return (
    <form onSubmit={form.onSubmit((values) => reset.mutate(values))}>
      <Stack gap="md">
        <PasswordInput
          label="New password"
          description="10 characters or more. You are signed out everywhere."
          autoComplete="new-password"
          required
          minLength={10}
          {...form.getInputProps('password')}
        />
        {reset.error && <Problem error={reset.error} />}
        <Button type="submit" loading={reset.isPending} fullWidth>
          Set the new password
        </Button>
      </Stack>
    </form>
  );
}
