import { Group } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { NavLink } from 'react-router';
import { DESTINATIONS } from './navigation';
import classes from './navigation-bars.module.css';

const ICON_PX = 22;

/** At thumb height, on phones. */
export function BottomBar({ role }: { role: UserRole }) {
  return (
    <nav className={classes.bottom} aria-label="Main">
      {DESTINATIONS[role].map(({ to, label, icon: Icon, exact }) => (
        <NavLink key={to} to={to} end={exact ?? false} className={classes.bottomLink}>
          <Icon size={ICON_PX} stroke={1.7} aria-hidden />
          <span>{label}</span>
        </NavLink>
      ))}
    </nav>
  );
}

/** In the header, on desks. */
export function TopLinks({ role }: { role: UserRole }) {
  return (
    <Group component="nav" gap={4} visibleFrom="sm" aria-label="Main" wrap="nowrap">
      {DESTINATIONS[role].map(({ to, label, exact }) => (
        <NavLink key={to} to={to} end={exact ?? false} className={classes.topLink}>
          {label}
        </NavLink>
      ))}
    </Group>
  );
}
