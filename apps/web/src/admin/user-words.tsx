import { Anchor, Badge } from '@mantine/core';
import type { UserStatus, WireAnswer, api } from '@aegis/contract';
import { Link } from 'react-router';
import { moment } from '../words/time';
import { words } from '../words/words';
import type { Column } from './list-columns';

export type User = WireAnswer<typeof api.admin.users>['items'][number];

export const nameOf = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`.trim();

const COLORS: Readonly<Record<UserStatus, string>> = {
  pending_verification: 'yellow',
  active: 'gray',
  suspended: 'red',
  inactive: 'gray',
};

export const userStateWords = (status: UserStatus): string => words(`admin.user.${status}`);

/** To choose one of them. */
export const userStates = (): { value: string; label: string }[] =>
  // Of a record of all states: TypeScript gives its keys as strings.
  (Object.keys(COLORS) as UserStatus[]).map((status) => ({ value: status, label: userStateWords(status) }));

const ROLES = ['customer', 'guard', 'admin', 'system'] as const;

/** "guard"; `system` is nobody, but acts. */
export function roleWords(role: string): string {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? role : words(`admin.role.${known}`);
}

/** "Guard": where it stands alone. */
export function roleName(role: string): string {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? role : words(`admin.person.${known}`);
}

/** In a list, with the way to all that is known of them. */
export const PersonLink = ({ id, name }: { id: string; name: string }) => (
  <Anchor component={Link} to={`/admin/people/${id}`} underline="always" inherit>
    {name}
  </Anchor>
);

/** A closed account is told from one that was set aside as unused, and from one that comes back suspended. */
export function stateWords({ status, statusBeforeClosing, erasureDueAt }: User): string {
  if (erasureDueAt === null) return userStateWords(status);
  return words(statusBeforeClosing === 'suspended' ? 'admin.user.suspendedClosed' : 'admin.user.closed');
}

const UserState = (user: User) => (
  <Badge color={COLORS[user.statusBeforeClosing ?? user.status]} variant="light" tt="none">
    {stateWords(user)}
  </Badge>
);

/** What every list of people says of them beside their names. */
export const standingColumns = (): Column<User>[] => [
  {
    accessor: 'status',
    title: words('admin.state'),
    sortable: true,
    value: stateWords,
    render: (user) => <UserState {...user} />,
  },
  {
    accessor: 'createdAt',
    title: words('admin.user.since'),
    sortable: true,
    value: ({ createdAt }) => createdAt,
    render: ({ createdAt }) => <span className="figures">{moment(createdAt)}</span>,
  },
];
