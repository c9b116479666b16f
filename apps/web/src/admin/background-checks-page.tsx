import { Button } from '@mantine/core';
import type { UserStatus } from '@aegis/contract';
import { useMemo, useState } from 'react';
import { client } from '../data/client';
import { useInAddress } from '../layout/in-address';
import { words } from '../words/words';
import { BackgroundCheckDialog } from './background-check-dialog';
import type { Column } from './list-columns';
import { ListPage } from './list-page';
import { nameOf, PersonLink, standingColumns, type User, userStates } from './user-words';

const columnsFor = (open: (guard: User) => void): Column<User>[] => [
  {
    accessor: 'name',
    title: words('admin.guard'),
    sortable: true,
    value: nameOf,
    render: (user) => <PersonLink id={user.id} name={nameOf(user)} />,
  },
  { accessor: 'email', title: words('admin.email'), sortable: true, value: ({ email }) => email },
  ...standingColumns(),
  {
    accessor: 'check',
    title: words('admin.checks.check'),
    textAlign: 'right',
    isAction: true,
    value: () => null,
    render: (guard) => (
      <Button
        size="compact-md"
        variant="default"
        onClick={() => open(guard)}
        aria-label={words('admin.checks.openOf', { person: nameOf(guard) })}
      >
        {words('admin.checks.open')}
      </Button>
    ),
  },
];

const options = () => [{ value: 'all', label: words('admin.allStates') }, ...userStates()];

/** Results are not in the list: each is decrypted by itself, and reading it is written down. */
export function Page() {
  const [status, setStatus] = useInAddress('status', 'all');
  const [chosen, setChosen] = useState<User | null>(null);
  const columns = useMemo(() => columnsFor(setChosen), []);
  return (
    <>
      <ListPage
        title={words('admin.checks.title')}
        subtitle={words('admin.checks.of')}
        name="guards"
        listKey={['checks', status]}
        read={(query) =>
          client.admin.users({
            query: { ...query, role: 'guard', ...(status !== 'all' && { status: status as UserStatus }) },
          })
        }
        columns={columns}
        finds={words('admin.users.finds')}
        idOf={({ id }) => id}
        choice={{ label: words('admin.state'), value: status, options: options(), onChange: setStatus }}
        empty={words('admin.checks.none')}
      />
      <BackgroundCheckDialog guard={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
