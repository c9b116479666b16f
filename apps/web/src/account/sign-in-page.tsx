import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput, type TextInputProps } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFingerprint } from '@tabler/icons-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { endedByItself, forgetEnd } from '../data/session-state';
import { asksForCode, keepingTokenOf, rightsTokenOf } from '../data/problems';
import { hasPasskeys } from '../data/no-passkey';
import { usePasskeySignIn, useSession, useSignIn } from '../data/session';
import { homeOf } from '../layout/navigation';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { ClosedAccount } from './closed-account';
import { SuspendedAccount } from './kept-out';
import { richWords, words } from '../words/words';

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
    <Frame title={words('account.signIn.title')}>
      <Stack maw={420} gap="md">
        <WhyAgain />
        <form onSubmit={form.onSubmit(send)}>
          <Stack gap="md">
            <TextInput
              label={words('account.email')}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label={words('account.password')}
              autoComplete="current-password"
              required
              {...form.getInputProps('password')}
            />
            {needsCode && <CodeField ref={codeField} {...form.getInputProps('code')} />}
            <Refusal error={signIn.error} />
            <Button type="submit" loading={signIn.isPending} fullWidth>
              {words('layout.signIn')}
            </Button>
          </Stack>
        </form>
        {hasPasskeys() && <WithPasskey />}
        <OtherWays to={to} />
      </Stack>
    </Frame>
  );
}

const CodeField = (field: TextInputProps & { ref: Ref<HTMLInputElement> }) => (
  <TextInput
    label={words('account.signIn.code')}
    description={words('account.signIn.codeWhat')}
    autoComplete="one-time-code"
    required
    withAsterisk={false}
    {...field}
  />
);

/** Whoever was signed out without having asked for it is told why. */
function WhyAgain() {
  if (!endedByItself()) return null;
  return (
    <Alert color="yellow" title={words('account.signIn.ended')} role="status">
      {words('account.signIn.endedWhy')}
    </Alert>
  );
}

function WithPasskey() {
  const signIn = usePasskeySignIn();
  return (
    <>
      <Refusal error={signIn.error} />
      <Button
        variant="default"
        leftSection={<IconFingerprint size={18} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
        fullWidth
      >
        {words('account.signIn.passkey')}
      </Button>
    </>
  );
}

function Refusal({ error }: { error: unknown }) {
  const [keepingToken, rightsToken] = [keepingTokenOf(error), rightsTokenOf(error)];
  if (keepingToken !== null) return <ClosedAccount keepingToken={keepingToken} rightsToken={rightsToken} />;
  if (rightsToken !== null) return <SuspendedAccount rightsToken={rightsToken} />;
  return error ? <Problem error={error} /> : null;
}

function OtherWays({ to }: { to: string | null }) {
  return (
    <>
      <Anchor component={Link} to="/forgot-password" underline="always" size="sm">
        {words('account.forgot.title')}
      </Anchor>
      <Text size="sm">
        {richWords('account.signIn.new', {
          link: (part) => (
            <Anchor component={Link} to={`/sign-up${to ? `?to=${encodeURIComponent(to)}` : ''}`} underline="always">
              {part}
            </Anchor>
          ),
        })}
      </Text>
    </>
  );
}
