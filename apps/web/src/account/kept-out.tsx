import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '../data/client';
import { Problem } from '../layout/states';
import { words } from '../words/words';

/** Instead of a sign-in: the account is suspended, and the rights of its person are not. */
export function SuspendedAccount({ rightsToken }: { rightsToken: string }) {
  return (
    <Alert color="yellow" title={words('account.rights.suspendedShort')} role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{words('account.rights.suspendedHow')}</Text>
        <ToYourRights rightsToken={rightsToken}>{words('account.rights.can')}</ToYourRights>
      </Stack>
    </Alert>
  );
}

/** To the page of who is kept out of their account, in a session of an hour that nothing else answers. */
export function ToYourRights({ rightsToken, children }: { rightsToken: string; children: string }) {
  const navigate = useNavigate();
  const enter = useMutation({
    mutationFn: () => client.auth.enterForRights({ body: { token: rightsToken } }),
    onSuccess: () => navigate('/your-rights'),
  });
  return (
    <>
      {enter.error && <Problem error={enter.error} />}
      <Button variant="default" loading={enter.isPending} onClick={() => enter.mutate()}>
        {children}
      </Button>
    </>
  );
}
