import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../data/client';
import { say } from '../../layout/messages';
import { words } from '../../words/words';
import { ReasonDialog } from '../reason-dialog';
import { nameOf, type User } from '../user-words';

/** For somebody whose address is mistyped: nothing that is mailed reaches them, their own change neither. */
export function ChangeEmailDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: (reason: string) =>
      client.desk.changeEmail({ params: { id: user.id }, body: { email: email.trim(), reason } }),
    onSuccess: () => {
      void say({ title: words('admin.email.done'), message: words('admin.email.doneHow', { email: email.trim() }) });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen
      title={words('admin.email.title', { person: nameOf(user) })}
      explanation={words('admin.email.how', { email: user.email })}
      action={words('admin.email.do')}
      isReady={email.trim() !== ''}
      isBusy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onAgree={(reason) => ask.mutate(reason)}
    >
      <TextInput
        label={words('admin.email.new')}
        type="email"
        autoComplete="off"
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
    </ReasonDialog>
  );
}
