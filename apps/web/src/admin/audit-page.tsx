import { Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { client } from '../data/client';
import { useUser } from '../data/session';
import { moment } from '../words/time';
import { actionWords, type AuditEntry, factWords } from './audit-words';
import { type Column, ListPage } from './list-page';

const ROLES: Record<string, string> = {
  admin: 'Administrators',
  guard: 'Guards',
  customer: 'Customers',
  system: 'The system itself',
};

const options = [
  { value: 'all', label: 'Everybody' },
  ...Object.entries(ROLES).map(([value, label]) => ({ value, label })),
];

const Id = ({ of }: { of: string | null }) => (
  <Text size="xs" className="figures" style={{ whiteSpace: 'nowrap' }}>
    {of ?? '–'}
  </Text>
);

const columnsFor = (me: string): Column<AuditEntry>[] => [
  {
    accessor: 'occurredAt',
    title: 'When',
    sortable: true,
    value: ({ occurredAt }) => occurredAt,
    render: ({ occurredAt }) => (
      <span className="figures" style={{ whiteSpace: 'nowrap' }}>
        {moment(occurredAt)}
      </span>
    ),
  },
  {
    accessor: 'action',
    title: 'What',
    sortable: true,
    width: 260,
    value: ({ action }) => actionWords(action),
    render: ({ action }) => actionWords(action),
  },
  {
    accessor: 'actorRole',
    title: 'Who',
    sortable: true,
    value: ({ actorRole }) => actorRole,
    render: ({ actorRole, actorId }) => (actorId === me ? `${actorRole} (you)` : actorRole),
  },
  { accessor: 'actorId', title: 'Id', value: ({ actorId }) => actorId, render: ({ actorId }) => <Id of={actorId} /> },
  {
    accessor: 'subjectId',
    title: 'Done to',
    value: ({ subjectId }) => subjectId,
    render: ({ subjectId }) => <Id of={subjectId} />,
  },
  { accessor: 'facts', title: 'Facts', value: factWords, render: (entry) => factWords(entry) || '–' },
  { accessor: 'requestId', title: 'Request', value: ({ requestId }) => requestId, hidden: true },
];

export function Page() {
  const me = useUser();
  const [role, setRole] = useState('all');
  const columns = useMemo(() => columnsFor(me.id), [me.id]);
  return (
    <ListPage
      title="Audit log"
      subtitle="Who did what to whom. Nothing in it can be changed; each entry is sealed with the one before."
      name="audit-log"
      listKey={[]}
      read={(query) => client.admin.auditLog({ query })}
      keep={(entry) => role === 'all' || entry.actorRole === role}
      columns={columns}
      idOf={({ position }) => String(position)}
      choice={{ label: 'Who', value: role, options, onChange: setRole }}
      empty="Nothing of theirs is in what is shown."
    />
  );
}
