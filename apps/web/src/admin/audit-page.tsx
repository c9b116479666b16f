import { Anchor, Text } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { useUser } from '../data/session';
import { useInAddress } from '../layout/in-address';
import { moment } from '../words/time';
import { words } from '../words/words';
import { actionWords, type AuditEntry, factWords } from './audit-words';
import type { Column } from './list-columns';
import { ListPage } from './list-page';
import { roleName } from './user-words';

const ROLES = ['admin', 'guard', 'customer', 'system'] as const;

const options = () => [
  { value: 'all', label: words('admin.roles.everybody') },
  ...ROLES.map((role) => ({ value: role, label: words(`admin.roles.${role}`) })),
];

/** By their name, with the way to them; by the id where there is none. */
function Named({ id, name, to }: { id: string | null; name: string | null; to: 'people' | 'jobs' }) {
  if (id === null) return '–';
  if (name === null)
    return (
      <Text size="xs" className="figures" style={{ whiteSpace: 'nowrap' }}>
        {id}
      </Text>
    );
  return (
    <Anchor component={Link} to={`/admin/${to}/${id}`} underline="always" inherit>
      {name}
    </Anchor>
  );
}

const columnsFor = (me: string): Column<AuditEntry>[] => [
  {
    accessor: 'occurredAt',
    title: words('admin.when'),
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
    title: words('admin.what'),
    sortable: true,
    width: 260,
    isName: true,
    value: ({ action }) => actionWords(action),
    render: ({ action }) => actionWords(action),
  },
  {
    accessor: 'actorRole',
    title: words('admin.who'),
    sortable: true,
    value: ({ actorRole }) => actorRole,
    render: ({ actorRole, actorId }) =>
      actorId === me ? words('admin.role.you', { role: roleName(actorRole) }) : roleName(actorRole),
  },
  {
    accessor: 'actorId',
    title: words('admin.audit.id'),
    value: ({ actorName, actorId }) => actorName ?? actorId,
    render: ({ actorName, actorId }) => <Named id={actorId} name={actorName} to="people" />,
  },
  {
    accessor: 'subjectId',
    title: words('admin.audit.doneTo'),
    value: ({ subject, subjectId }) => subject?.name ?? subjectId,
    render: ({ subject, subjectId }) => (
      <Named id={subjectId} name={subject?.name ?? null} to={subject?.type === 'job' ? 'jobs' : 'people'} />
    ),
  },
  {
    accessor: 'facts',
    title: words('admin.audit.facts'),
    value: factWords,
    render: (entry) => factWords(entry) || '–',
  },
  { accessor: 'actor', value: ({ actorId }) => actorId, hidden: true },
  { accessor: 'subject', value: ({ subjectId }) => subjectId, hidden: true },
  { accessor: 'requestId', title: words('admin.audit.request'), value: ({ requestId }) => requestId, hidden: true },
];

export function Page() {
  const me = useUser();
  const [role, setRole] = useInAddress('role', 'all');
  const columns = useMemo(() => columnsFor(me.id), [me.id]);
  return (
    <ListPage
      title={words('layout.to.audit')}
      subtitle={words('admin.audit.of')}
      name="audit-log"
      listKey={[role]}
      read={(query) =>
        client.admin.auditLog({
          query: { ...query, ...(role !== 'all' && { actorRole: role as AuditEntry['actorRole'] }) },
        })
      }
      finds={words('admin.audit.finds')}
      columns={columns}
      idOf={({ position }) => String(position)}
      choice={{ label: words('admin.who'), value: role, options: options(), onChange: setRole }}
      empty={words('admin.audit.none')}
    />
  );
}
