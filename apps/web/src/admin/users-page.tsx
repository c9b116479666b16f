import { Button } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { client } from '../data/client';
import { useUser } from '../data/session';
import { type Column, ListPage } from './list-page';
import { ReasonDialog } from './reason-dialog';
import { nameOf, STANDING_COLUMNS, type User } from './user-words';

const ROLES = [
  { value: 'all', label: 'All roles' },
  { value: 'customer', label: 'Customers' },
  { value: 'guard', label: 'Guards' },
  { value: 'admin', label: 'Administrators' },
];

const columnsFor = (me: string, choose: (user: User) => void): Column<User>[] => [
  { accessor: 'name', title: 'Name', sortable: true, value: nameOf, render: nameOf },
  { accessor: 'email', title: 'E-mail', sortable: true, value: ({ email }) => email },
  { accessor: 'role', title: 'Role', sortable: true, value: ({ role }) => role },
  ...STANDING_COLUMNS,
  {
    accessor: 'suspend',
    title: 'Action',
    textAlign: 'right',
    isAction: true,
    value: () => null,
    render: (user) =>
      user.id === me ? null : (
        <Button
          size="compact-md"
          variant="default"
          onClick={() => choose(user)}
          aria-label={`${isSuspended(user) ? 'Reinstate' : 'Suspend'} ${nameOf(user)}`}
        >
          {isSuspended(user) ? 'Reinstate' : 'Suspend'}
        </Button>
      ),
  },
];

export function Page() {
  const me = useUser();
  const [role, setRole] = useState('all');
  const [chosen, setChosen] = useState<User | null>(null);
  const columns = useMemo(() => columnsFor(me.id, setChosen), [me.id]);
  return (
    <>
      <ListPage
        title="Users"
        name="users"
        listKey={[role]}
        read={(query) => client.admin.users({ query: { ...query, ...(role !== 'all' && { role: role as UserRole }) } })}
        columns={columns}
        idOf={({ id }) => id}
        choice={{ label: 'Role', value: role, options: ROLES, onChange: setRole }}
        empty="Nobody has this role."
      />
      <StandingDialog user={chosen} onClose={() => setChosen(null)} />
    </>
  );
}

const isSuspended = ({ status, statusBeforeClosing }: User): boolean => (statusBeforeClosing ?? status) === 'suspended';

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

function StandingDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const queries = useQueryClient();
  const words = user && isSuspended(user) ? REINSTATE : SUSPEND;
  const change = useMutation({
    mutationFn: (reason: string) => {
      const call = { params: { id: user?.id ?? '' }, body: { reason } };
      return words === REINSTATE ? client.admin.reinstateUser(call) : client.admin.suspendUser(call);
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['admin'] });
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
