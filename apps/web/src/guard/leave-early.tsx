import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ReasonField } from '../layout/reason-field';
import { words } from '../words/words';

interface Props {
  isOpen: boolean;
  /** Nothing has been worked: the job goes back to dispatch. */
  isBeforeStart: boolean;
  onClose: () => void;
  onLeave: (reason: string) => void;
}

/** Who leaves before the end says why: the customer reads it at once. */
export function LeaveEarly({ isOpen, isBeforeStart, onClose, onLeave }: Props) {
  const [reason, setReason] = useState('');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={words(isBeforeStart ? 'guard.leave.beforeStart' : 'guard.leave.beforeEnd')}
      closeButtonProps={{ 'aria-label': words('layout.close') }}
    >
      <Stack gap="md">
        <Text>{words(isBeforeStart ? 'guard.leave.notBegun' : 'guard.leave.notOver')}</Text>
        <ReasonField description={words('guard.customerReads')} value={reason} onChange={setReason} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words('guard.leave.stay')}
          </Button>
          <Button color="red" disabled={reason.trim() === ''} onClick={() => onLeave(reason.trim())}>
            {words('guard.leave.go')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
