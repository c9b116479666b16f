import { Anchor, Button, Code, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from '../data/client';
import { showRefusal } from '../layout/first-mistake';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { QrCode } from './qr-code';
import { richWords, words } from '../words/words';

const KEY = ['second-factor'];

/** A code of an authenticator at every sign-in, for whoever wants it. */
export function SecondFactor() {
  const state = useQuery({ queryKey: KEY, queryFn: () => client.auth.secondFactor() });
  const turnOn = useTurnOn();
  const codes = turnOn.data?.recoveryCodes;
  return (
    <section className="panel" aria-label={words('account.factor.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.factor.section')}
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
        {words('account.factor.isOn')}
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
        <Text size="sm">{words('account.factor.why')}</Text>
        {offer.error && <Problem error={offer.error} />}
        <Group>
          <Button variant="default" loading={offer.isPending} onClick={() => offer.mutate()}>
            {words('account.factor.setUp')}
          </Button>
        </Group>
      </>
    );
  const { address, secret, sealed } = offer.data;
  const send = (values: typeof form.values): void =>
    turnOn.mutate({ sealed, ...values }, { onError: (error) => showRefusal(form, error) });
  return (
    <form onSubmit={form.onSubmit(send)}>
      <Stack gap="sm">
        <Text size="sm">{words('account.factor.show')}</Text>
        <QrCode content={address} label={words('account.factor.picture')} />
        <Text size="sm">
          {richWords('account.factor.enter', {
            open: (part) => (
              <Anchor href={address} underline="always">
                {part}
              </Anchor>
            ),
          })}
        </Text>
        <Code block>{secret.match(/.{1,4}/g)?.join(' ')}</Code>
        <ProofFields form={form} codeWords={words('account.factor.sixShown')} />
        {turnOn.error && <Problem error={turnOn.error} />}
        <Group>
          <Button type="submit" loading={turnOn.isPending}>
            {words('account.factor.turnOn')}
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
      void say({ title: words('account.factor.off'), message: words('account.signedOutElsewhere') });
    },
    onError: (error) => showRefusal(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((values) => turnOff.mutate(values))}>
      <Stack gap="sm">
        <Text size="sm">{words('account.factor.left', { left })}</Text>
        <ProofFields form={form} codeWords={words('account.factor.sixOrRecovery')} />
        {turnOff.error && <Problem error={turnOff.error} />}
        <Group>
          <Button type="submit" variant="default" loading={turnOff.isPending} disabled={!form.isDirty()}>
            {words('account.factor.turnOff')}
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
      <TextInput
        label={words('account.code')}
        description={codeWords}
        autoComplete="one-time-code"
        {...form.getInputProps('code')}
      />
      <PasswordInput
        label={words('account.yourPassword')}
        autoComplete="current-password"
        {...form.getInputProps('password')}
      />
    </>
  );
}
