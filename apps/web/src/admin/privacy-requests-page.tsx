import { Badge } from '@mantine/core';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { useInAddress } from '../layout/in-address';
import { moment } from '../words/time';
import { words } from '../words/words';
import type { Column } from './list-columns';
import { ListPage } from './list-page';
import { PersonLink } from './user-words';

type PrivacyRequest = WireAnswer<typeof api.admin.privacyRequests>['items'][number];

const KINDS = ['export', 'erasure'] as const satisfies readonly PrivacyRequest['kind'][];
/** Of those that somebody should see. */
const COLORS: Readonly<Partial<Record<PrivacyRequest['status'], string>>> = { pending: 'signal', failed: 'red' };

const time = (accessor: 'requestedAt' | 'dueAt' | 'finishedAt', title: string): Column<PrivacyRequest> => ({
  accessor,
  title,
  sortable: true,
  value: (row) => row[accessor],
  render: (row) => <span className="figures">{row[accessor] === null ? '–' : moment(row[accessor])}</span>,
});

const columns = (): Column<PrivacyRequest>[] => [
  time('requestedAt', words('admin.privacy.requested')),
  {
    accessor: 'kind',
    title: words('admin.what'),
    sortable: true,
    value: ({ kind }) => kind,
    render: ({ kind }) => words(`admin.privacy.${kind}`),
  },
  {
    accessor: 'status',
    title: words('admin.state'),
    sortable: true,
    value: ({ status }) => status,
    render: ({ status }) => (
      <Badge color={COLORS[status] ?? 'gray'} variant="light" tt="none">
        {words(`admin.privacy.${status}`)}
      </Badge>
    ),
  },
  {
    accessor: 'cause',
    title: words('admin.why'),
    value: ({ cause }) => cause,
    render: ({ cause }) => words(`admin.privacy.${cause}`),
  },
  time('dueAt', words('admin.privacy.due')),
  time('finishedAt', words('admin.privacy.finished')),
  {
    accessor: 'userName',
    title: words('admin.privacy.user'),
    value: ({ userName }) => userName,
    isName: true,
    render: ({ userId, userName }) => <PersonLink id={userId} name={userName} />,
  },
  { accessor: 'userId', value: ({ userId }) => userId, hidden: true },
];

const options = () => [
  { value: 'all', label: words('admin.privacy.both') },
  ...KINDS.map((kind) => ({ value: kind, label: words(`admin.privacy.${kind}`) })),
];

export function Page() {
  const [kind, setKind] = useInAddress('kind', 'all');
  return (
    <ListPage
      title={words('admin.privacy.title')}
      subtitle={words('admin.privacy.of')}
      name="privacy-requests"
      listKey={[kind]}
      read={(query) =>
        client.admin.privacyRequests({
          query: { ...query, ...(kind !== 'all' && { kind: kind as PrivacyRequest['kind'] }) },
        })
      }
      finds={words('admin.users.finds')}
      columns={columns()}
      idOf={({ id }) => id}
      choice={{ label: words('admin.what'), value: kind, options: options(), onChange: setKind }}
      empty={words('admin.privacy.none')}
    />
  );
}
