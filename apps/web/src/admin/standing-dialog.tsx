import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../data/client';
import { ReasonDialog } from './reason-dialog';
import { nameOf, type User } from './user-words';

export const isSuspended = ({ status, statusBeforeClosing }: User): boolean =>
  (statusBeforeClosing ?? status) === 'suspended';

const SUSPEND = {
  title: 'Suspend',
  explanation:
    'The account is signed out everywhere at once and cannot sign in, nor be brought back when it was closed. A guard’s jobs go to others, one at work ends with the hours so far; a customer’s search waits. The reason is recorded.',
  action: 'Suspend the account',
};
const REINSTATE = {
  title: 'Reinstate',
  explanation:
    'The account is again what it was before it was suspended, and a customer’s search goes on. Jobs that went to others do not come back. The reason is recorded.',
  action: 'Lift the suspension',
};

/** Suspends an account, or lifts its suspension. */
export function StandingDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const queries = useQueryClient();
  const words = user && isSuspended(user) ? REINSTATE : SUSPEND;
  const change = useMutation({
    mutationFn: (reason: string) => {
      const call = { params: { id: user?.id ?? '' }, body: { reason } };
      return words === REINSTATE ? client.admin.reinstateUser(call) : client.admin.suspendUser(call);
    },
    onSuccess: () => {
      for (const about of ['admin', 'desk-person']) void queries.invalidateQueries({ queryKey: [about] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen={user !== null}
      title={user ? `${words.title} ${nameOf(user)}` : ''}
      explanation={words.explanation}
      action={words.action}
      isDanger={words === SUSPEND}
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onAgree={(reason) => change.mutate(reason)}
    />
  );
}
