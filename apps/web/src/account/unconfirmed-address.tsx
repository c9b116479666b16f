import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../data/client';
import { Problem } from '../layout/states';

/** Shown until the address is confirmed: without it a forgotten password cannot be set anew. */
export function UnconfirmedAddress({ email }: { email: string }) {
  const send = useMutation({ mutationFn: () => client.auth.sendVerification() });
  return (
    <Alert color="yellow" title="Your e-mail address is not confirmed yet" role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 240px">
          {send.isSuccess ? `A new link is on its way to ${email}.` : `Open the link that we mailed to ${email}.`}
        </Text>
        {!send.isSuccess && (
          <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
            Mail the link again
          </Button>
        )}
      </Group>
      {send.error && <Problem error={send.error} />}
    </Alert>
  );
}
