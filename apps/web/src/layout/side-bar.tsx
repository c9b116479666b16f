import { NavLink as SideLink, Text } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { NavLink, useLocation } from 'react-router';
import { words } from '../words/words';
import { DESTINATIONS } from './navigation';
import classes from './navigation-bars.module.css';

const ICON_PX = 22;

/** Beside the page, for the administrator's many. */
export default function SideBar({ role }: { role: UserRole }) {
  const { pathname } = useLocation();
  return (
    <nav aria-label={words('layout.mainMenu')}>
      {DESTINATIONS[role].map(({ to, label, icon: Icon, exact }) => {
        const active = exact ? pathname === to : pathname.startsWith(to);
        return (
          <SideLink
            key={to}
            component={NavLink}
            to={to}
            end={exact ?? false}
            active={active}
            label={<Text size="sm">{words(label)}</Text>}
            leftSection={<Icon size={ICON_PX} stroke={1.7} aria-hidden />}
            className={classes.sideLink}
          />
        );
      })}
    </nav>
  );
}
