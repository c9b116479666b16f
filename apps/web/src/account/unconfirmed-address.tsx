import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../data/client';
import { Problem } from '../layout/states';
import { words } from '../words/words';

/** Shown until the address is confirmed: without it a forgotten password cannot be set anew. */
export function UnconfirmedAddress({ email }: { email: string }) {
  const send = useMutation({ mutationFn: () => client.auth.sendVerification() });
  return (
    <Alert color="yellow" title={words('account.unconfirmed.title')} role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 240px">
          {words(send.isSuccess ? 'account.unconfirmed.sent' : 'account.address.open', { email })}
        </Text>
        {!send.isSuccess && (
          <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
            {words('account.unconfirmed.again')}
          </Button>
        )}
      </Group>
      {send.error && <Problem error={send.error} />}
    </Alert>
  );
}
