import { Anchor, Badge, Text } from '@mantine/core';
import type { JobStatus } from '@aegis/contract';
import { Link } from 'react-router';
import { client } from '../data/client';
import type { Job } from '../jobs/job-queries';
import { useInAddress } from '../layout/in-address';
import { JOB_STATES, JOB_TYPES } from '../words/market';
import { money } from '../words/money';
import { moment, zoneAt, zoneName } from '../words/time';
import { words } from '../words/words';
import type { Column } from './list-columns';
import { ListPage } from './list-page';
import { PersonLink } from './user-words';

const ofJob = (): Column<Job>[] => [
  {
    accessor: 'title',
    title: words('admin.job'),
    sortable: true,
    width: 160,
    value: ({ title }) => title,
    render: ({ id, title }) => (
      <Anchor component={Link} to={`/admin/jobs/${id}`} underline="always" inherit>
        {title}
      </Anchor>
    ),
  },
  {
    accessor: 'status',
    title: words('admin.state'),
    sortable: true,
    value: ({ status }) => status,
    render: ({ status }) => (
      <Badge color={JOB_STATES[status].color} variant="light" tt="none">
        {JOB_STATES[status].words}
      </Badge>
    ),
  },
  {
    accessor: 'startTime',
    title: words('admin.start'),
    sortable: true,
    value: ({ startTime }) => startTime,
    render: ({ startTime, location }) => (
      <Text size="sm" className="figures" style={{ whiteSpace: 'nowrap' }}>
        {moment(startTime, zoneAt(location))} {zoneName(zoneAt(location), new Date(startTime))}
      </Text>
    ),
  },
  {
    accessor: 'jobType',
    title: words('admin.kind'),
    sortable: true,
    value: ({ jobType }) => jobType,
    render: ({ jobType }) => JOB_TYPES[jobType],
  },
];

const ofParties = (): Column<Job>[] => [
  {
    accessor: 'customer',
    title: words('admin.customer'),
    sortable: true,
    value: ({ customer }) => customer.name,
    render: ({ customer }) => <PersonLink id={customer.id} name={customer.name} />,
  },
  {
    accessor: 'guard',
    title: words('admin.guard'),
    sortable: true,
    value: ({ guard }) => guard?.name ?? '',
    render: ({ guard }) => (guard ? <PersonLink id={guard.id} name={guard.name} /> : '–'),
  },
  {
    accessor: 'locationAddress',
    title: words('admin.place'),
    value: ({ locationAddress }) => locationAddress,
    width: 200,
  },
  {
    accessor: 'totalAmountCents',
    title: words('admin.price'),
    sortable: true,
    textAlign: 'right',
    value: ({ dueAmountCents, totalAmountCents }) => dueAmountCents ?? totalAmountCents,
    render: ({ dueAmountCents, totalAmountCents }) => (
      <span className="figures">{money(dueAmountCents ?? totalAmountCents)}</span>
    ),
  },
];

const options = () => [
  { value: 'all', label: words('admin.allStates') },
  ...Object.entries(JOB_STATES).map(([value, state]) => ({ value, label: state.words })),
];

export function Page() {
  const [status, setStatus] = useInAddress('status', 'all');
  return (
    <ListPage
      title={words('layout.to.jobs')}
      name="jobs"
      listKey={[status]}
      read={(query) =>
        client.admin.jobs({ query: { ...query, ...(status !== 'all' && { status: status as JobStatus }) } })
      }
      columns={[...ofJob(), ...ofParties()]}
      finds={words('admin.jobs.finds')}
      idOf={({ id }) => id}
      choice={{ label: words('admin.state'), value: status, options: options(), onChange: setStatus }}
      empty={words('admin.jobs.none')}
    />
  );
}
