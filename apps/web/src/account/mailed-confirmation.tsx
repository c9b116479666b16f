import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ME } from '../data/session-state';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { useMailedToken } from './mailed-token';
import { words } from '../words/words';

interface MailedConfirmationProps {
  title: string;
  action: string;
  done: string;
  confirm: (token: string) => Promise<unknown>;
}

/** Confirmed by a press and not by opening the page: programs that look through mails open every link. */
export function MailedConfirmation({ title, action, done, confirm }: MailedConfirmationProps) {
  const token = useMailedToken();
  const queries = useQueryClient();
  const use = useMutation({ mutationFn: confirm, onSuccess: () => queries.invalidateQueries({ queryKey: ME }) });
  return (
    <Frame title={title}>
      <Stack maw={480} gap="md" align="flex-start">
        {use.isSuccess ? (
          <Alert color="green" title={done} role="status">
            {words('account.confirmed.goOn')}
          </Alert>
        ) : token === null ? (
          <Text>{words('account.linkNotWhole')}</Text>
        ) : (
          <Button loading={use.isPending} onClick={() => use.mutate(token)}>
            {action}
          </Button>
        )}
        {use.error && <Problem error={use.error} />}
        <Button component={Link} to="/account" variant="default">
          {words('account.open')}
        </Button>
      </Stack>
    </Frame>
  );
}
