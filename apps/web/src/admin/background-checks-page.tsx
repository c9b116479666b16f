import { Button } from '@mantine/core';
import type { UserStatus } from '@aegis/contract';
import { useMemo, useState } from 'react';
import { client } from '../data/client';
import { BackgroundCheckDialog } from './background-check-dialog';
import { type Column, ListPage } from './list-page';
import { nameOf, STANDING_COLUMNS, type User, USER_STATES } from './user-words';

const columnsFor = (open: (guard: User) => void): Column<User>[] => [
  { accessor: 'name', title: 'Guard', sortable: true, value: nameOf, render: nameOf },
  { accessor: 'email', title: 'E-mail', sortable: true, value: ({ email }) => email },
  ...STANDING_COLUMNS,
  {
    accessor: 'check',
    title: 'Background check',
    textAlign: 'right',
    isAction: true,
    value: () => null,
    render: (guard) => (
      <Button
        size="compact-md"
        variant="default"
        onClick={() => open(guard)}
        aria-label={`Open check of ${nameOf(guard)}`}
      >
        Open check
      </Button>
    ),
  },
];

const options = [
  { value: 'all', label: 'All states' },
  ...Object.entries(USER_STATES).map(([value, { words }]) => ({ value, label: words })),
];

/** Results are not in the list: each is decrypted by itself, and reading it is written down. */
export function Page() {
  const [status, setStatus] = useState('all');
  const [chosen, setChosen] = useState<User | null>(null);
  const columns = useMemo(() => columnsFor(setChosen), []);
  return (
    <>
      <ListPage
        title="Background checks"
        subtitle="Results are kept encrypted. Opening one is written to the audit log."
        name="guards"
        listKey={['checks', status]}
        read={(query) =>
          client.admin.users({
            query: { ...query, role: 'guard', ...(status !== 'all' && { status: status as UserStatus }) },
          })
        }
        columns={columns}
        idOf={({ id }) => id}
        choice={{ label: 'State', value: status, options, onChange: setStatus }}
        empty="No guard is in this state."
      />
      <BackgroundCheckDialog guard={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
