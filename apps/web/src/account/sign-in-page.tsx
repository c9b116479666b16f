import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { endedByItself, forgetEnd } from '../data/session-state';
import { asksForCode, keepingTokenOf } from '../data/problems';
import { useSession, useSignIn } from '../data/session';
import { homeOf } from '../layout/navigation';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { ClosedAccount } from './closed-account';

/** Only a path of our own: a link from elsewhere must not lead out of here after sign-in. */
const pathOf = (to: string | null): string | null => (to !== null && /^\/(?![/\\])/.test(to) ? to : null);

export function Page() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { user } = useSession();
  const signIn = useSignIn();
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '', password: '', code: '' } });
  const [needsCode, setNeedsCode] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  const keepingToken = keepingTokenOf(signIn.error);
  const to = pathOf(search.get('to'));
  const send = ({ code, ...who }: typeof form.values): void =>
    signIn.mutate(needsCode ? { ...who, code } : who, { onError: (error) => setNeedsCode(asksForCode(error)) });
  // The password was right, and the code is all that is left to enter.
  useEffect(() => {
    if (needsCode) codeField.current?.focus();
  }, [needsCode]);
  useEffect(() => {
    if (!user) return;
    forgetEnd();
    void navigate(to ?? homeOf(user.role), { replace: true });
  }, [user, to, navigate]);
  return (
    <Frame title="Sign in">
      <Stack maw={420} gap="md">
        {endedByItself() && (
          <Alert color="yellow" title="Your session has ended" role="status">
            It was signed out somewhere else, or it ran out. Sign in again; nothing is lost.
          </Alert>
        )}
        <form onSubmit={form.onSubmit(send)}>
          <Stack gap="md">
            <TextInput label="E-mail" type="email" autoComplete="username" required {...form.getInputProps('email')} />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              {...form.getInputProps('password')}
            />
            {needsCode && (
              <TextInput
                label="Code of your authenticator"
                description="Six digits, or a recovery code"
                autoComplete="one-time-code"
                required
                ref={codeField}
                {...form.getInputProps('code')}
              />
            )}
            {keepingToken !== null && <ClosedAccount keepingToken={keepingToken} />}
            {signIn.error && keepingToken === null && <Problem error={signIn.error} />}
            <Button type="submit" loading={signIn.isPending} fullWidth>
              Sign in
            </Button>
          </Stack>
        </form>
        <OtherWays to={to} />
      </Stack>
    </Frame>
  );
}

function OtherWays({ to }: { to: string | null }) {
  return (
    <>
      <Anchor component={Link} to="/forgot-password" underline="always" size="sm">
        Forgot your password?
      </Anchor>
      <Text size="sm">
        New here?{' '}
        <Anchor component={Link} to={`/sign-up${to ? `?to=${encodeURIComponent(to)}` : ''}`} underline="always">
          Open an account
        </Anchor>
      </Text>
    </>
  );
}
