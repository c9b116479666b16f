import { Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { sessionLeft } from '../data/session-state';
import { Problem } from '../layout/states';
import { words } from '../words/words';

/** Ends everything that is under way: so it is asked for by a word, not by a press. */
export function CloseAccount() {
  const [isOpen, { open, close }] = useDisclosure();
  const days = useRules().erasureGraceDays;
  return (
    <section className="panel" aria-label={words('account.delete.section')}>
      <Title order={2} size="h4">
        {words('account.delete.section')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words('account.delete.what', { days })}
      </Text>
      <Button variant="default" onClick={open}>
        {words('account.delete.mine')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words('account.delete.title')}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <Form onKeep={close} />
      </Modal>
    </section>
  );
}

function Form({ onKeep }: { onKeep: () => void }) {
  const [word, setWord] = useState('');
  const wanted = words('account.delete.word');
  const days = useRules().erasureGraceDays;
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
      <Text>{words('account.delete.how', { days })}</Text>
      <TextInput
        label={words('account.delete.type', { word: wanted })}
        value={word}
        autoComplete="off"
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      {erase.error && <Problem error={erase.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onKeep}>
          {words('account.delete.keep')}
        </Button>
        <Button color="red" disabled={word.trim() !== wanted} loading={erase.isPending} onClick={() => erase.mutate()}>
          {words('account.delete.mine')}
        </Button>
      </Group>
    </Stack>
  );
}
