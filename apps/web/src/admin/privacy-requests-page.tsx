import { Badge } from '@mantine/core';
import type { WireAnswer, api } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import { moment } from '../words/time';
import { type Column, ListPage } from './list-page';

type PrivacyRequest = WireAnswer<typeof api.admin.privacyRequests>['items'][number];

const KINDS: Record<PrivacyRequest['kind'], string> = { export: 'Export', erasure: 'Erasure' };
const CAUSES: Record<PrivacyRequest['cause'], string> = { on_request: 'asked for', inactive: 'unused for a year' };
const STATES: Record<PrivacyRequest['status'], { words: string; color: string }> = {
  pending: { words: 'Pending', color: 'signal' },
  done: { words: 'Done', color: 'gray' },
  cancelled: { words: 'Cancelled', color: 'gray' },
  failed: { words: 'Failed', color: 'red' },
  expired: { words: 'Expired', color: 'gray' },
};

const time = (accessor: 'requestedAt' | 'dueAt' | 'finishedAt', title: string): Column<PrivacyRequest> => ({
  accessor,
  title,
  sortable: true,
  value: (row) => row[accessor],
  render: (row) => <span className="figures">{row[accessor] === null ? '–' : moment(row[accessor])}</span>,
});

const columns: Column<PrivacyRequest>[] = [
  time('requestedAt', 'Requested'),
  { accessor: 'kind', title: 'What', sortable: true, value: ({ kind }) => kind, render: ({ kind }) => KINDS[kind] },
  {
    accessor: 'status',
    title: 'State',
    sortable: true,
    value: ({ status }) => status,
    render: ({ status }) => (
      <Badge color={STATES[status].color} variant="light" tt="none">
        {STATES[status].words}
      </Badge>
    ),
  },
  { accessor: 'cause', title: 'Why', value: ({ cause }) => cause, render: ({ cause }) => CAUSES[cause] },
  time('dueAt', 'Due'),
  time('finishedAt', 'Finished'),
  { accessor: 'userId', title: 'User', value: ({ userId }) => userId },
];

const options = [{ value: 'all', label: 'Both' }, ...Object.entries(KINDS).map(([value, label]) => ({ value, label }))];

export function Page() {
  const [kind, setKind] = useState('all');
  return (
    <ListPage
      title="Privacy requests"
      subtitle="Exports and erasures, and what came of them."
      name="privacy-requests"
      listKey={[kind]}
      read={(query) =>
        client.admin.privacyRequests({
          query: { ...query, ...(kind !== 'all' && { kind: kind as PrivacyRequest['kind'] }) },
        })
      }
      columns={columns}
      idOf={({ id }) => id}
      choice={{ label: 'What', value: kind, options, onChange: setKind }}
      empty="Nobody has asked for an export or an erasure."
    />
  );
}
