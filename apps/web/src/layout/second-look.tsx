import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { MouseEvent, ReactElement } from 'react';
import { useRules } from '../data/server-config';
import { money } from '../words/money';
import { words } from '../words/words';

interface Look {
  /** What it moves; undefined: nothing that has to be looked at twice. */
  amountCents: number | undefined;
  /** As on the button that was pressed. */
  action: string;
  /** How the sum came about, where that is not said beside the button. */
  text?: string | undefined;
  isDanger?: boolean;
  onAgree: () => void;
}

/**
 * A digit too many holds a fortune on somebody's card, or gives it away: above a sum it is said once more before it is done.
 * In a `Modal.Stack` it stands in place of the dialog it belongs to.
 * @returns what the button does, and the question, anywhere on the page
 */
export function useSecondLook({ amountCents = 0, action, text, isDanger = false, onAgree }: Look): {
  press: () => void;
  question: ReactElement;
} {
  const { secondLookCents } = useRules();
  const [isOpen, { open, close }] = useDisclosure();
  const agree = ({ detail: taps }: MouseEvent): void => {
    // The second tap of the press that has opened it has not read it.
    if (taps > 1) return;
    close();
    onAgree();
  };
  const question = (
    <Modal
      opened={isOpen}
      onClose={close}
      stackId="second-look"
      closeOnClickOutside={false}
      title={words('booking.secondLook.title')}
      closeButtonProps={{ 'aria-label': words('layout.close') }}
    >
      <Stack gap="md">
        <Text className="figures">
          {text ?? words('booking.secondLook.sum', { amount: money(amountCents), limit: money(secondLookCents) })}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {words('booking.secondLook.back')}
          </Button>
          <Button {...(isDanger && { color: 'red' })} onClick={agree}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
  return { press: amountCents > secondLookCents ? open : onAgree, question };
}
