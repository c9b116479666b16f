import { Button, Group, PinInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words/words';

const DIGITS = 6;

/** Where the phone cannot show that the guard is there: six digits that the customer sees. */
export function ArrivalCode({ isPending, onCode }: { isPending: boolean; onCode: (code: string) => void }) {
  const [code, setCode] = useState('');
  return (
    <Stack gap="xs">
      <Text size="sm">{words('guard.code.ask')}</Text>
      <Group gap="sm">
        <PinInput
          length={DIGITS}
          type="number"
          oneTimeCode={false}
          aria-label={words('guard.code.code')}
          value={code}
          onChange={setCode}
        />
        <Button disabled={code.length < DIGITS} loading={isPending} onClick={() => onCode(code)}>
          {words('guard.code.use')}
        </Button>
      </Group>
    </Stack>
  );
}
