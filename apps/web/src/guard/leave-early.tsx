import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ReasonField } from '../layout/reason-field';

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
      title={isBeforeStart ? 'Leave before the start' : 'Leave before the end'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <Text>
          {isBeforeStart
            ? 'The job has not begun. It is offered to others, not to you, and nothing is paid.'
            : 'The booked time is not over. You are paid for the time worked, and the customer is told at once.'}
        </Text>
        <ReasonField description="The customer reads it" value={reason} onChange={setReason} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Stay
          </Button>
          <Button color="red" disabled={reason.trim() === ''} onClick={() => onLeave(reason.trim())}>
            Check out and leave
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
