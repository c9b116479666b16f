import { Group, NavLink as SideLink, Text } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { NavLink, useLocation } from 'react-router';
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

/** Beside the page, for the administrator's many. */
export function SideBar({ role }: { role: UserRole }) {
  const { pathname } = useLocation();
  return (
    <nav aria-label="Main">
      {DESTINATIONS[role].map(({ to, label, icon: Icon, exact }) => {
        const active = exact ? pathname === to : pathname.startsWith(to);
        return (
          <SideLink
            key={to}
            component={NavLink}
            to={to}
            end={exact ?? false}
            active={active}
            label={<Text size="sm">{label}</Text>}
            leftSection={<Icon size={ICON_PX} stroke={1.7} aria-hidden />}
            className={classes.sideLink}
          />
        );
      })}
    </nav>
  );
}
