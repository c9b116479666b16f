import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../data/client';
import { say } from '../../layout/messages';
import { ReasonDialog } from '../reason-dialog';
import { nameOf, type User } from '../user-words';

/** For somebody whose address is mistyped: nothing that is mailed reaches them, their own change neither. */
export function ChangeEmailDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: (reason: string) =>
      client.desk.changeEmail({ params: { id: user.id }, body: { email: email.trim(), reason } }),
    onSuccess: () => {
      void say({ title: 'A link was mailed', message: `The address changes when ${email.trim()} follows it.` });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen
      title={`Another e-mail for ${nameOf(user)}`}
      explanation={`Now it is ${user.email}. The new address is theirs when the link that we mail to it was followed; the present one is told.`}
      action="Mail the link"
      isReady={email.trim() !== ''}
      isBusy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onAgree={(reason) => ask.mutate(reason)}
    >
      <TextInput
        label="New e-mail"
        type="email"
        autoComplete="off"
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
    </ReasonDialog>
  );
}
