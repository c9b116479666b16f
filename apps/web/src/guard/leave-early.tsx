import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';

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
        <Textarea
          label="Reason"
          description="The customer reads it"
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
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
