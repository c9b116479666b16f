import { Button } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { useMemo, useState } from 'react';
import { client } from '../data/client';
import { useUser } from '../data/session';
import { useInAddress } from '../layout/in-address';
import { words } from '../words/words';
import type { Column } from './list-columns';
import { ListPage } from './list-page';
import { isSuspended, StandingDialog } from './standing-dialog';
import { nameOf, PersonLink, roleName, standingColumns, type User } from './user-words';

const ROLES = ['customer', 'guard', 'admin'] as const satisfies readonly UserRole[];

const options = () => [
  { value: 'all', label: words('admin.roles.all') },
  ...ROLES.map((role) => ({ value: role, label: words(`admin.roles.${role}`) })),
];

const columnsFor = (me: string, choose: (user: User) => void): Column<User>[] => [
  {
    accessor: 'name',
    title: words('admin.name'),
    sortable: true,
    value: nameOf,
    render: (user) => <PersonLink id={user.id} name={nameOf(user)} />,
  },
  { accessor: 'email', title: words('admin.email'), sortable: true, value: ({ email }) => email },
  {
    accessor: 'role',
    title: words('admin.users.role'),
    sortable: true,
    value: ({ role }) => role,
    render: ({ role }) => roleName(role),
  },
  ...standingColumns(),
  {
    accessor: 'suspend',
    title: words('admin.action'),
    textAlign: 'right',
    isAction: true,
    value: () => null,
    render: (user) =>
      user.id === me ? null : (
        <Button
          size="compact-md"
          variant="default"
          onClick={() => choose(user)}
          aria-label={words(isSuspended(user) ? 'admin.reinstate.title' : 'admin.suspend.title', {
            person: nameOf(user),
          })}
        >
          {words(isSuspended(user) ? 'admin.users.reinstate' : 'admin.users.suspend')}
        </Button>
      ),
  },
];

export function Page() {
  const me = useUser();
  const [role, setRole] = useInAddress('role', 'all');
  const [chosen, setChosen] = useState<User | null>(null);
  const columns = useMemo(() => columnsFor(me.id, setChosen), [me.id]);
  return (
    <>
      <ListPage
        title={words('layout.to.users')}
        name="users"
        listKey={[role]}
        read={(query) => client.admin.users({ query: { ...query, ...(role !== 'all' && { role: role as UserRole }) } })}
        columns={columns}
        finds={words('admin.users.finds')}
        idOf={({ id }) => id}
        choice={{ label: words('admin.users.role'), value: role, options: options(), onChange: setRole }}
        empty={words('admin.users.none')}
      />
      <StandingDialog user={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
