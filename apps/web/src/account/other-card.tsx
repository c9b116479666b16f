import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../data/client';
import { jobKeys } from '../jobs/job-keys';
import type { Job } from '../jobs/job-queries';
import { Load, Problem } from '../layout/states';
import { AddCard, cardWords, useCards } from './cards';
import { words } from '../words/words';

/** For a job whose price a card refused: another one, or the same once its owner has spoken with the bank. */
export function OtherCard({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open}>{words('account.cards.other')}</Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words('account.cards.other')}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <Choice job={job} onDone={close} />
      </Modal>
    </>
  );
}

function Choice({ job, onDone }: { job: Job; onDone: () => void }) {
  const cards = useCards();
  const queries = useQueryClient();
  const asked = (): void => {
    for (const queryKey of [['cards'], jobKeys.payments(job.id), jobKeys.timeline(job.id)])
      void queries.invalidateQueries({ queryKey });
    onDone();
  };
  const choose = useMutation({
    mutationFn: (cardId: string) => client.payments.chooseCard({ params: { cardId } }),
    onSuccess: asked,
  });
  return (
    <Load from={cards} skeleton={<Skeleton h={96} role="progressbar" aria-label={words('account.cards.loading')} />}>
      {({ items }) => (
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {words('account.cards.otherHow')}
          </Text>
          {items.map((card) => (
            <Group key={card.id} justify="space-between" className="figures">
              <Text size="sm">{cardWords(card)}</Text>
              <Button
                variant="default"
                loading={choose.isPending && choose.variables === card.id}
                onClick={() => choose.mutate(card.id)}
                aria-label={words(card.isDefault ? 'account.cards.askAgainNamed' : 'account.cards.useThisNamed', {
                  last4: card.last4,
                })}
              >
                {words(card.isDefault ? 'account.cards.askAgain' : 'account.cards.use')}
              </Button>
            </Group>
          ))}
          {choose.error && <Problem error={choose.error} />}
          <AddCard isFirst={items.length === 0} onSaved={asked} />
        </Stack>
      )}
    </Load>
  );
}
