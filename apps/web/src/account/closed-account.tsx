import { Alert, Button, Stack, Text } from '@mantine/core';
import { useKeepAccount } from '../data/session';
import { Problem } from '../layout/states';
import { ToYourRights } from './kept-out';
import { words } from '../words/words';

/** Instead of a sign-in: the account is closed, and its owner may still want it. */
export function ClosedAccount({ keepingToken, rightsToken }: { keepingToken: string; rightsToken: string | null }) {
  const keep = useKeepAccount();
  return (
    <Alert color="yellow" title={words('account.closed.title')} role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{words('account.closed.how')}</Text>
        {keep.error && <Problem error={keep.error} />}
        <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate(keepingToken)}>
          {words('account.closed.keep')}
        </Button>
        {rightsToken !== null && <ToYourRights rightsToken={rightsToken}>{words('account.rights.save')}</ToYourRights>}
      </Stack>
    </Alert>
  );
}
