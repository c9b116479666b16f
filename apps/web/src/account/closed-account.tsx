import { Alert, Button, Stack, Text } from '@mantine/core';
import { useKeepAccount } from '../data/session';
import { Problem } from '../layout/states';

/** Instead of a sign-in: the account is closed, and its owner may still want it. */
export function ClosedAccount({ keepingToken }: { keepingToken: string }) {
  const keep = useKeepAccount();
  return (
    <Alert color="yellow" title="This account is closed" role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">It will be erased soon. Until then you can keep it, with everything but your positions.</Text>
        {keep.error && <Problem error={keep.error} />}
        <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate(keepingToken)}>
          Keep my account
        </Button>
      </Stack>
    </Alert>
  );
}
