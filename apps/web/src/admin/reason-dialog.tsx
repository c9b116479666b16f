import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ReasonField } from '../layout/reason-field';
import { useSecondLook } from '../layout/second-look';
import { Problem } from '../layout/states';
import { words } from '../words/words';

interface ReasonDialogProps {
  isOpen: boolean;
  title: string;
  explanation: string;
  action: string;
  isDanger?: boolean;
  /** What it moves: a sum above that of the rules is asked for once more. */
  amountCents?: number | undefined;
  /** Whether what is asked beside the reason is answered. */
  isReady?: boolean;
  isBusy: boolean;
  error: unknown;
  children?: ReactNode;
  onClose: () => void;
  onAgree: (reason: string) => void;
}

/** Everything an administrator does to somebody has a reason, which goes on the timeline. */
export function ReasonDialog({ isOpen, title, onClose, ...rest }: ReasonDialogProps) {
  return (
    <Modal.Stack>
      <Modal
        opened={isOpen}
        onClose={onClose}
        stackId="reason"
        title={title}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <ReasonForm {...rest} onClose={onClose} />
      </Modal>
    </Modal.Stack>
  );
}

/** What is in it, for a dialog that somebody else opens. */
export function ReasonForm({
  explanation,
  action,
  isDanger = false,
  amountCents,
  isReady = true,
  isBusy,
  error,
  children,
  onClose,
  onAgree,
}: Omit<ReasonDialogProps, 'isOpen' | 'title'>) {
  const [reason, setReason] = useState('');
  const look = useSecondLook({ amountCents, action, isDanger, onAgree: () => onAgree(reason.trim()) });
  return (
    <Stack gap="md">
      <Text>{explanation}</Text>
      {children}
      <ReasonField value={reason} onChange={setReason} />
      {error ? <Problem error={error} /> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {words('jobs.leaveIt')}
        </Button>
        <Button
          {...(isDanger && { color: 'red' })}
          disabled={!isReady || reason.trim() === ''}
          loading={isBusy}
          onClick={look.press}
        >
          {action}
        </Button>
      </Group>
      {look.question}
    </Stack>
  );
}
