import { Badge } from '@mantine/core';
import type { UserStatus, WireAnswer, api } from '@aegis/contract';
import { moment } from '../words/time';
import type { Column } from './list-page';

export type User = WireAnswer<typeof api.admin.users>['items'][number];

export const nameOf = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`.trim();

export const USER_STATES: Record<UserStatus, { words: string; color: string }> = {
  pending_verification: { words: 'To verify', color: 'yellow' },
  active: { words: 'Active', color: 'gray' },
  suspended: { words: 'Suspended', color: 'red' },
  inactive: { words: 'Inactive', color: 'gray' },
};

const UserState = ({ status }: { status: UserStatus }) => (
  <Badge color={USER_STATES[status].color} variant="light" tt="none">
    {USER_STATES[status].words}
  </Badge>
);

/** What every list of people says of them beside their names. */
export const STANDING_COLUMNS: Column<User>[] = [
  {
    accessor: 'status',
    title: 'State',
    sortable: true,
    value: ({ status }) => status,
    render: ({ status }) => <UserState status={status} />,
  },
  {
    accessor: 'createdAt',
    title: 'Since',
    sortable: true,
    value: ({ createdAt }) => createdAt,
    render: ({ createdAt }) => <span className="figures">{moment(createdAt)}</span>,
  },
];
