import { Badge } from '@mantine/core';
import type { UserStatus, WireAnswer, api } from '@aegis/contract';

export type User = WireAnswer<typeof api.admin.users>['items'][number];

export const nameOf = ({ firstName, lastName }: User): string => `${firstName} ${lastName}`;

export const USER_STATES: Record<UserStatus, { words: string; color: string }> = {
  pending_verification: { words: 'To verify', color: 'yellow' },
  active: { words: 'Active', color: 'gray' },
  suspended: { words: 'Suspended', color: 'red' },
  inactive: { words: 'Inactive', color: 'gray' },
};

export const UserState = ({ status }: { status: UserStatus }) => (
  <Badge color={USER_STATES[status].color} variant="light" tt="none">
    {USER_STATES[status].words}
  </Badge>
);
