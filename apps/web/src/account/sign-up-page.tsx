import { Anchor, Button, Input, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { api } from '@aegis/contract';
import { TERMS_VERSION } from '@aegis/contract/limits';
import { useEffect } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { showRefusal, useFirstMistake } from '../layout/first-mistake';
import { useSession, useSignUp } from '../data/session';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { language } from '../words/speech';
import { NameFields } from './name-fields';
import { richWords, words } from '../words/words';

type Role = 'customer' | 'guard';

interface SignUp {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  role: Role;
}

const FIRST_PAGE: Record<Role, string> = { customer: '/book', guard: '/profile' };

export function Page() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { user } = useSession();
  const signUp = useSignUp();
  const role: Role = search.get('as') === 'guard' ? 'guard' : 'customer';
  const form = useForm<SignUp>({
    initialValues: { email: '', password: '', firstName: '', lastName: '', role },
    // The schema says what is wrong in English; in other languages the server says it.
    ...(language() === 'en' && { validate: schemaResolver(api.auth.register.body, { sync: true }) }),
  });
  useEffect(() => {
    if (user) void navigate(FIRST_PAGE[user.role === 'guard' ? 'guard' : 'customer'], { replace: true });
  }, [user, navigate]);
  const mistake = useFirstMistake();
  const submit = form.onSubmit(
    (values) =>
      signUp.mutate(
        { ...values, language: language(), termsVersion: TERMS_VERSION },
        { onError: (error) => showRefusal(form, error) },
      ),
    mistake.onMistakes,
  );
  return (
    <Frame title={words('account.signUp.title')}>
      <form onSubmit={submit} noValidate>
        <Stack maw={420} gap="md">
          <RoleChoice value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} />
          <NameFields of={form.getInputProps} />
          <TextInput
            label={words('account.email')}
            description={words('account.signUp.mailHow')}
            type="email"
            autoComplete="username"
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={words('account.password')}
            description={words('account.tenCharacters')}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          {mistake.spoken}
          {signUp.error && <Problem error={signUp.error} />}
          <Button type="submit" loading={signUp.isPending} fullWidth>
            {words('account.signUp.open')}
          </Button>
          <Consent />
          <HaveOne />
        </Stack>
      </form>
    </Frame>
  );
}

/** Agreed to by what is pressed above it; the version is kept with the account. */
const Consent = () => (
  <Text size="sm" c="dimmed">
    {richWords('account.signUp.consent', {
      terms: (part) => (
        <Anchor component={Link} to="/terms" underline="always">
          {part}
        </Anchor>
      ),
      privacy: (part) => (
        <Anchor component={Link} to="/privacy" underline="always">
          {part}
        </Anchor>
      ),
    })}
  </Text>
);

const HaveOne = () => (
  <Text size="sm">
    {richWords('account.signUp.haveOne', {
      link: (part) => (
        <Anchor component={Link} to="/sign-in" underline="always">
          {part}
        </Anchor>
      ),
    })}
  </Text>
);

function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Input.Wrapper label={words('account.signUp.want')} component="div">
      <SegmentedControl
        fullWidth
        size="md"
        aria-label={words('account.signUp.want')}
        value={value}
        onChange={(role) => onChange(role)}
        data={[
          { value: 'customer', label: words('account.signUp.customer') },
          { value: 'guard', label: words('account.signUp.guard') },
        ]}
      />
    </Input.Wrapper>
  );
}
