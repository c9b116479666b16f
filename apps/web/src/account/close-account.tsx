import { Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { sessionLeft } from '../data/session-state';
import { Problem } from '../layout/states';
import { daysWords } from '../words/rules';

const WORD = 'delete';

/** Ends everything that is under way: so it is asked for by a word, not by a press. */
export function CloseAccount() {
  const [isOpen, { open, close }] = useDisclosure();
  const grace = daysWords(useRules().erasureGraceDays);
  return (
    <section className="panel" aria-label="Delete account">
      <Title order={2} size="h4">
        Delete account
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Jobs that no guard has taken are called off free of charge, and jobs that you were to do go to others. Sessions
        and positions are removed at once, your name and everything you wrote {grace} later. Payments are kept for seven
        years without your name, as the law asks.
      </Text>
      <Button variant="default" onClick={open}>
        Delete my account
      </Button>
      <Modal opened={isOpen} onClose={close} title="Delete your account" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Form onKeep={close} />
      </Modal>
    </section>
  );
}

function Form({ onKeep }: { onKeep: () => void }) {
  const [word, setWord] = useState('');
  const grace = daysWords(useRules().erasureGraceDays);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const erase = useMutation({
    mutationFn: () => client.users.eraseMe(),
    onSuccess: () => {
      sessionLeft(queries);
      void navigate('/');
    },
  });
  return (
    <Stack gap="md">
      <Text>You are signed out everywhere. Within {grace} you can sign in to keep the account; then it is erased.</Text>
      <TextInput
        label={`Type “${WORD}” to go on`}
        value={word}
        autoComplete="off"
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      {erase.error && <Problem error={erase.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onKeep}>
          Keep it
        </Button>
        <Button color="red" disabled={word !== WORD} loading={erase.isPending} onClick={() => erase.mutate()}>
          Delete my account
        </Button>
      </Group>
    </Stack>
  );
}
