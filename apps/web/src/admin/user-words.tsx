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

/** A closed account is told from one that was set aside as unused, and from one that comes back suspended. */
export function stateWords({ status, statusBeforeClosing, erasureDueAt }: User): string {
  if (erasureDueAt === null) return USER_STATES[status].words;
  return statusBeforeClosing === 'suspended' ? 'Suspended, closed' : 'Closed';
}

const UserState = (user: User) => (
  <Badge color={USER_STATES[user.statusBeforeClosing ?? user.status].color} variant="light" tt="none">
    {stateWords(user)}
  </Badge>
);

/** What every list of people says of them beside their names. */
export const STANDING_COLUMNS: Column<User>[] = [
  {
    accessor: 'status',
    title: 'State',
    sortable: true,
    value: stateWords,
    render: (user) => <UserState {...user} />,
  },
  {
    accessor: 'createdAt',
    title: 'Since',
    sortable: true,
    value: ({ createdAt }) => createdAt,
    render: ({ createdAt }) => <span className="figures">{moment(createdAt)}</span>,
  },
];
