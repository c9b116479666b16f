import { Anchor, Button, Group, Input, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { api } from '@aegis/contract';
import { useEffect } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { fieldErrorsOf } from '../data/problems';
import { useSession, useSignUp } from '../data/session';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';

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
    initialValues: {
      email: '',
      password: '',
      firstName: '',
      lastName: '',
      role,
    },
    validate: schemaResolver(api.auth.register.body, { sync: true }),
  });
  useEffect(() => {
    if (user) void navigate(FIRST_PAGE[user.role === 'guard' ? 'guard' : 'customer'], { replace: true });
  }, [user, navigate]);
  const submit = form.onSubmit((values) =>
    signUp.mutate(values, { onError: (error) => form.setErrors(fieldErrorsOf(error)) }),
  );
  return (
    <Frame title="Open an account">
      <form onSubmit={submit} noValidate>
        <Stack maw={420} gap="md">
          <RoleChoice value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} />
          <Group grow align="flex-start" gap="sm">
            <TextInput label="First name" autoComplete="given-name" {...form.getInputProps('firstName')} />
            <TextInput
              label="Last name"
              description="If you have one"
              autoComplete="family-name"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('lastName')}
            />
          </Group>
          <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
          <PasswordInput
            label="Password"
            description="10 characters or more"
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          {signUp.error && <Problem error={signUp.error} />}
          <Button type="submit" loading={signUp.isPending} fullWidth>
            Open account
          </Button>
          <Text size="sm">
            You have one?{' '}
            <Anchor component={Link} to="/sign-in" underline="always">
              Sign in
            </Anchor>
          </Text>
        </Stack>
      </form>
    </Frame>
  );
}

function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Input.Wrapper label="I want to" component="div">
      <SegmentedControl
        fullWidth
        size="md"
        aria-label="I want to"
        value={value}
        onChange={(role) => onChange(role)}
        data={[
          { value: 'customer', label: 'book guards' },
          { value: 'guard', label: 'work as a guard' },
        ]}
      />
    </Input.Wrapper>
  );
}
