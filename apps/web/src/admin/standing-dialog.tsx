import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../data/client';
import { words } from '../words/words';
import { ReasonDialog } from './reason-dialog';
import { nameOf, type User } from './user-words';

export const isSuspended = ({ status, statusBeforeClosing }: User): boolean =>
  (statusBeforeClosing ?? status) === 'suspended';

/** Suspends an account, or lifts its suspension. */
export function StandingDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const queries = useQueryClient();
  const act = user && isSuspended(user) ? 'reinstate' : 'suspend';
  const change = useMutation({
    mutationFn: (reason: string) => {
      const call = { params: { id: user?.id ?? '' }, body: { reason } };
      return act === 'reinstate' ? client.admin.reinstateUser(call) : client.admin.suspendUser(call);
    },
    onSuccess: () => {
      for (const about of ['admin', 'desk-person']) void queries.invalidateQueries({ queryKey: [about] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen={user !== null}
      title={user ? words(`admin.${act}.title`, { person: nameOf(user) }) : ''}
      explanation={words(`admin.${act}.how`)}
      action={words(`admin.${act}.do`)}
      isDanger={act === 'suspend'}
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onAgree={(reason) => change.mutate(reason)}
    />
  );
}
