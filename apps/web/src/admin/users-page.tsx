import { Button } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { useMemo, useState } from 'react';
import { client } from '../data/client';
import { useUser } from '../data/session';
import { type Column, ListPage } from './list-page';
import { isSuspended, StandingDialog } from './standing-dialog';
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
