import { Anchor, Badge, Text } from '@mantine/core';
import type { JobStatus } from '@aegis/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import type { Job } from '../jobs/job-queries';
import { JOB_STATES, JOB_TYPES } from '../words/market';
import { money } from '../words/money';
import { moment, zoneAt, zoneName } from '../words/time';
import { type Column, ListPage } from './list-page';

const columns: Column<Job>[] = [
  {
    accessor: 'title',
    title: 'Job',
    sortable: true,
    value: ({ title }) => title,
    render: ({ id, title }) => (
      <Anchor component={Link} to={`/admin/jobs/${id}`} underline="always">
        {title}
      </Anchor>
    ),
  },
  {
    accessor: 'status',
    title: 'State',
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
    title: 'Start',
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
    title: 'Kind',
    sortable: true,
    value: ({ jobType }) => jobType,
    render: ({ jobType }) => JOB_TYPES[jobType],
  },
  {
    accessor: 'customer',
    title: 'Customer',
    sortable: true,
    value: ({ customer }) => customer.name,
    render: ({ customer }) => customer.name,
  },
  {
    accessor: 'guard',
    title: 'Guard',
    sortable: true,
    value: ({ guard }) => guard?.name ?? '',
    render: ({ guard }) => guard?.name ?? '–',
  },
  { accessor: 'locationAddress', title: 'Place', value: ({ locationAddress }) => locationAddress, width: 260 },
  {
    accessor: 'totalAmountCents',
    title: 'Price',
    sortable: true,
    textAlign: 'right',
    value: ({ dueAmountCents, totalAmountCents }) => dueAmountCents ?? totalAmountCents,
    render: ({ dueAmountCents, totalAmountCents }) => (
      <span className="figures">{money(dueAmountCents ?? totalAmountCents)}</span>
    ),
  },
];

const options = [
  { value: 'all', label: 'All states' },
  ...Object.entries(JOB_STATES).map(([value, { words }]) => ({ value, label: words })),
];

export function Page() {
  const [status, setStatus] = useState('all');
  return (
    <ListPage
      title="Jobs"
      name="jobs"
      listKey={[status]}
      read={(query) =>
        client.admin.jobs({ query: { ...query, ...(status !== 'all' && { status: status as JobStatus }) } })
      }
      columns={columns}
      idOf={({ id }) => id}
      choice={{ label: 'State', value: status, options, onChange: setStatus }}
      empty="No jobs in this state."
    />
  );
}
