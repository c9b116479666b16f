import { Anchor, Button, Code, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from '../data/client';
import { fieldErrorsOf } from '../data/problems';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';

const KEY = ['second-factor'];

/** A code of an authenticator at every sign-in, for whoever wants it. */
export function SecondFactor() {
  const state = useQuery({ queryKey: KEY, queryFn: () => client.auth.secondFactor() });
  const turnOn = useTurnOn();
  const codes = turnOn.data?.recoveryCodes;
  return (
    <section className="panel" aria-label="Second factor">
      <Title order={2} size="h4" mb="sm">
        Second factor
      </Title>
      <Stack gap="sm">
        {state.error && <Problem error={state.error} />}
        {codes && <RecoveryCodes codes={codes} />}
        {state.data?.isOn === true && <TurnOff left={state.data.recoveryCodesLeft} />}
        {state.data?.isOn === false && <TurnOn turnOn={turnOn} />}
      </Stack>
    </section>
  );
}

function useTurnOn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { sealed: string; code: string; password: string }) => client.auth.turnOnSecondFactor({ body }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: KEY });
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div role="status">
      <Text size="sm" mb="xs">
        Your second factor is on. If you lose the phone, each of these codes signs you in once. They are not shown
        again: keep them where the phone is not.
      </Text>
      <Code block>{codes.join('\n')}</Code>
    </div>
  );
}

function TurnOn({ turnOn }: { turnOn: ReturnType<typeof useTurnOn> }) {
  const offer = useMutation({ mutationFn: () => client.auth.offerSecondFactor() });
  const form = useForm({ initialValues: { code: '', password: '' } });
  if (!offer.data)
    return (
      <>
        <Text size="sm">
          With a second factor nobody gets into your account with the password alone: a code of your authenticator is
          asked for too.
        </Text>
        {offer.error && <Problem error={offer.error} />}
        <Group>
          <Button variant="default" loading={offer.isPending} onClick={() => offer.mutate()}>
            Set up a second factor
          </Button>
        </Group>
      </>
    );
  const { address, secret, sealed } = offer.data;
  const send = (values: typeof form.values): void =>
    turnOn.mutate({ sealed, ...values }, { onError: (error) => form.setErrors(fieldErrorsOf(error)) });
  return (
    <form onSubmit={form.onSubmit(send)}>
      <Stack gap="sm">
        <Text size="sm">
          <Anchor href={address} underline="always">
            Open it in the authenticator of this device
          </Anchor>
          , or enter this key in yours:
        </Text>
        <Code block>{secret.match(/.{1,4}/g)?.join(' ')}</Code>
        <ProofFields form={form} codeWords="Six digits that the authenticator shows now" />
        {turnOn.error && <Problem error={turnOn.error} />}
        <Group>
          <Button type="submit" loading={turnOn.isPending}>
            Turn it on
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TurnOff({ left }: { left: number }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { code: '', password: '' } });
  const turnOff = useMutation({
    mutationFn: (body: typeof form.values) => client.auth.turnOffSecondFactor({ body }),
    onSuccess: () => {
      form.reset();
      void queries.invalidateQueries({ queryKey: KEY });
      void say({ title: 'Second factor turned off', message: 'You are signed out everywhere else.' });
    },
    onError: (error) => form.setErrors(fieldErrorsOf(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => turnOff.mutate(values))}>
      <Stack gap="sm">
        <Text size="sm">It is on. Recovery codes left: {left}.</Text>
        <ProofFields form={form} codeWords="Six digits of the authenticator, or a recovery code" />
        {turnOff.error && <Problem error={turnOff.error} />}
        <Group>
          <Button type="submit" variant="default" loading={turnOff.isPending} disabled={!form.isDirty()}>
            Turn it off
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type ProofForm = ReturnType<typeof useForm<{ code: string; password: string }>>;

function ProofFields({ form, codeWords }: { form: ProofForm; codeWords: string }) {
  return (
    <>
      <TextInput label="Code" description={codeWords} autoComplete="one-time-code" {...form.getInputProps('code')} />
      <PasswordInput label="Your password" autoComplete="current-password" {...form.getInputProps('password')} />
    </>
  );
}
