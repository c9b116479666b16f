import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { money } from '../../words/money';
import { words } from '../../words/words';

interface Props {
  isOpen: boolean;
  amountCents: number;
  hours: number;
  rateCents: number;
  onBook: () => void;
  onClose: () => void;
}

/** A digit too many in the rate holds a fortune on somebody's card: above a sum it is said once more, with how it came about. */
export function SecondLook({ isOpen, amountCents, hours, rateCents, onBook, onClose }: Props) {
  const amount = money(amountCents);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={words('booking.secondLook.title')}
      closeButtonProps={{ 'aria-label': words('layout.close') }}
    >
      <Stack gap="md">
        <Text className="figures">{words('booking.secondLook.text', { amount, hours, rate: money(rateCents) })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {words('booking.secondLook.back')}
          </Button>
          <Button onClick={onBook}>{words('booking.bookFor', { amount })}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
