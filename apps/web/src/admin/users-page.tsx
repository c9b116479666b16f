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

const columnsFor = (me: string, suspend: (user: User) => void): Column<User>[] => [
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
      user.id === me || user.status === 'suspended' ? null : (
        <Button
          size="compact-md"
          variant="default"
          onClick={() => suspend(user)}
          aria-label={`Suspend ${nameOf(user)}`}
        >
          Suspend
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
      <SuspendDialog user={chosen} onClose={() => setChosen(null)} />
    </>
  );
}

function SuspendDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const queries = useQueryClient();
  const suspend = useMutation({
    mutationFn: (reason: string) => client.admin.suspendUser({ params: { id: user?.id ?? '' }, body: { reason } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['admin', 'users'] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      isOpen={user !== null}
      title={user ? `Suspend ${nameOf(user)}` : ''}
      explanation="The account is signed out everywhere at once and cannot sign in. The reason is recorded."
      action="Suspend the account"
      isDanger
      isBusy={suspend.isPending}
      error={suspend.error}
      onClose={onClose}
      onAgree={(reason) => suspend.mutate(reason)}
    />
  );
}
