import type { UserRole } from '@aegis/contract';
import type { PlainKey } from '@aegis/words';
import {
  IconBriefcase,
  IconCash,
  IconChartBar,
  IconClipboardList,
  IconClock,
  IconDatabase,
  IconGavel,
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
  /** Of its words. */
  label: Extract<PlainKey, `layout.to.${string}`>;
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  /** True when only this address itself is the destination, not what lies below it. */
  exact?: boolean;
  /** For who keeps the system running: no part of an operator's day. */
  isEngineering?: boolean;
}

export const DESTINATIONS: Record<UserRole, readonly Destination[]> = {
  customer: [
    { to: '/book', label: 'layout.to.book', icon: IconShieldPlus },
    { to: '/jobs', label: 'layout.to.myJobs', icon: IconClipboardList },
    { to: '/account', label: 'layout.to.account', icon: IconUser },
  ],
  guard: [
    { to: '/duty', label: 'layout.to.duty', icon: IconRadar },
    { to: '/jobs', label: 'layout.to.myJobs', icon: IconClipboardList },
    { to: '/earnings', label: 'layout.to.earnings', icon: IconCash },
    { to: '/profile', label: 'layout.to.profile', icon: IconIdBadge2 },
  ],
  admin: [
    { to: '/admin', label: 'layout.to.overview', icon: IconChartBar, exact: true },
    { to: '/admin/board', label: 'layout.to.board', icon: IconUrgent },
    { to: '/admin/jobs', label: 'layout.to.jobs', icon: IconBriefcase },
    { to: '/admin/guards', label: 'layout.to.guards', icon: IconShieldCheck },
    { to: '/admin/users', label: 'layout.to.users', icon: IconUsers },
    { to: '/admin/payments', label: 'layout.to.payments', icon: IconCash },
    { to: '/admin/disputes', label: 'layout.to.disputes', icon: IconGavel },
    { to: '/admin/reconciliation', label: 'layout.to.reconcile', icon: IconScale },
    { to: '/admin/privacy', label: 'layout.to.privacy', icon: IconLock },
    { to: '/admin/checks', label: 'layout.to.checks', icon: IconUserSearch },
    { to: '/admin/audit', label: 'layout.to.audit', icon: IconHistory },
    { to: '/admin/retention', label: 'layout.to.retention', icon: IconClock, isEngineering: true },
    { to: '/admin/indexes', label: 'layout.to.indexes', icon: IconDatabase, isEngineering: true },
  ],
};

export const homeOf = (role: UserRole): string => ({ customer: '/jobs', guard: '/duty', admin: '/admin' })[role];
