import { Group } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { lazy, Suspense } from 'react';
import { NavLink } from 'react-router';
import { words } from '../words/words';
import { DESTINATIONS } from './navigation';
import classes from './navigation-bars.module.css';

/** Only the administrator has more places than a phone has room for. */
const MoreMenu = lazy(() => import('./more-menu'));

const ICON_PX = 22;
/** Each 72 px wide on a phone of 360: room for the longest name, and for a thumb. */
const MOST_BESIDE = 5;

/** At thumb height, on phones. */
export function BottomBar({ role }: { role: UserRole }) {
  const all = DESTINATIONS[role];
  const beside = all.length > MOST_BESIDE ? all.slice(0, MOST_BESIDE - 1) : all;
  const others = all.slice(beside.length);
  return (
    <nav className={classes.bottom} aria-label={words('layout.mainMenu')}>
      {beside.map(({ to, label, icon: Icon, exact }) => (
        <NavLink key={to} to={to} end={exact ?? false} className={classes.bottomLink}>
          <Icon size={ICON_PX} stroke={1.7} aria-hidden />
          <span>{words(label)}</span>
        </NavLink>
      ))}
      {others.length > 0 && (
        <Suspense fallback={<span className={classes.bottomLink} />}>
          <MoreMenu destinations={others} />
        </Suspense>
      )}
    </nav>
  );
}

/** In the header, on desks. */
export function TopLinks({ role }: { role: UserRole }) {
  return (
    <Group component="nav" gap={4} visibleFrom="sm" aria-label={words('layout.mainMenu')} wrap="nowrap">
      {DESTINATIONS[role].map(({ to, label, exact }) => (
        <NavLink key={to} to={to} end={exact ?? false} className={classes.topLink}>
          {words(label)}
        </NavLink>
      ))}
    </Group>
  );
}
