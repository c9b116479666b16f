import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client } from '../data/client';
import { ME } from '../data/session-state';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { useMailedToken } from './mailed-token';

/** Confirmed by a press and not by opening the page: programs that look through mails open every link. */
export function Page() {
  const token = useMailedToken();
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: (given: string) => client.auth.verifyEmail({ body: { token: given } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ME }),
  });
  return (
    <Frame title="Confirm your e-mail address">
      <Stack maw={480} gap="md" align="flex-start">
        {verify.isSuccess ? (
          <Alert color="green" title="Your address is confirmed" role="status">
            You can close this page, or go on.
          </Alert>
        ) : token === null ? (
          <Text>This link is not whole. Open it again from the mail, or ask for a new one in your account.</Text>
        ) : (
          <Button loading={verify.isPending} onClick={() => verify.mutate(token)}>
            Confirm my address
          </Button>
        )}
        {verify.error && <Problem error={verify.error} />}
        <Button component={Link} to="/account" variant="default">
          Open my account
        </Button>
      </Stack>
    </Frame>
  );
}
