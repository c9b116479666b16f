import type { UserRole } from '@aegis/contract';
import {
  IconBriefcase,
  IconCash,
  IconChartBar,
  IconClipboardList,
  IconClock,
  IconDatabase,
  IconHistory,
  IconIdBadge2,
  IconLock,
  IconRadar,
  IconScale,
  IconShieldCheck,
  IconShieldPlus,
  IconUrgent,
  IconUser,
  IconUserSearch,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export interface Destination {
  to: string;
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  /** True when only this address itself is the destination, not what lies below it. */
  exact?: boolean;
}

export const DESTINATIONS: Record<UserRole, readonly Destination[]> = {
  customer: [
    { to: '/book', label: 'Book', icon: IconShieldPlus },
    { to: '/jobs', label: 'My jobs', icon: IconClipboardList },
    { to: '/account', label: 'Account', icon: IconUser },
  ],
  guard: [
    { to: '/duty', label: 'Duty', icon: IconRadar },
    { to: '/jobs', label: 'My jobs', icon: IconClipboardList },
    { to: '/earnings', label: 'Earnings', icon: IconCash },
    { to: '/profile', label: 'Profile', icon: IconIdBadge2 },
  ],
  admin: [
    { to: '/admin', label: 'Overview', icon: IconChartBar, exact: true },
    { to: '/admin/board', label: 'Board', icon: IconUrgent },
    { to: '/admin/jobs', label: 'Jobs', icon: IconBriefcase },
    { to: '/admin/guards', label: 'Guards', icon: IconShieldCheck },
    { to: '/admin/users', label: 'Users', icon: IconUsers },
    { to: '/admin/payments', label: 'Payments', icon: IconCash },
    { to: '/admin/reconciliation', label: 'Reconcile', icon: IconScale },
    { to: '/admin/privacy', label: 'Privacy', icon: IconLock },
    { to: '/admin/checks', label: 'Checks', icon: IconUserSearch },
    { to: '/admin/audit', label: 'Audit log', icon: IconHistory },
    { to: '/admin/retention', label: 'Retention', icon: IconClock },
    { to: '/admin/indexes', label: 'Indexes', icon: IconDatabase },
  ],
};

export const homeOf = (role: UserRole): string => ({ customer: '/jobs', guard: '/duty', admin: '/admin' })[role];
