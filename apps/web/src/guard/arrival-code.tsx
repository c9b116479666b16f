import { Button, Group, PinInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';

const DIGITS = 6;

/** Where the phone cannot show that the guard is there: six digits that the customer sees. */
export function ArrivalCode({ isPending, onCode }: { isPending: boolean; onCode: (code: string) => void }) {
  const [code, setCode] = useState('');
  return (
    <Stack gap="xs">
      <Text size="sm">
        Are you there? Ask the customer for the code in their app, or ask them to confirm that you are here.
      </Text>
      <Group gap="sm">
        <PinInput
          length={DIGITS}
          type="number"
          oneTimeCode={false}
          aria-label="Arrival code"
          value={code}
          onChange={setCode}
        />
        <Button disabled={code.length < DIGITS} loading={isPending} onClick={() => onCode(code)}>
          Use the code
        </Button>
      </Group>
    </Stack>
  );
}
