import { NavLink as SideLink, Text } from '@mantine/core';
import type { UserRole } from '@aegis/contract';
import { NavLink, useLocation } from 'react-router';
import { words } from '../words/words';
import { type Destination, DESTINATIONS } from './navigation';
import classes from './navigation-bars.module.css';

const ICON_PX = 22;
const ENGINEERING = 'engineering-menu';

/** Beside the page, for the administrator's many; what an operator has no use for stands apart. */
export default function SideBar({ role }: { role: UserRole }) {
  const [engineering, others] = [true, false].map((wanted) =>
    DESTINATIONS[role].filter(({ isEngineering = false }) => isEngineering === wanted),
  );
  return (
    <>
      <nav aria-label={words('layout.mainMenu')}>
        <Links to={others ?? []} />
      </nav>
      <nav aria-labelledby={ENGINEERING} className={classes.apart}>
        <Text id={ENGINEERING} size="xs" c="dimmed" px="sm" pt="sm">
          {words('layout.engineering')}
        </Text>
        <Links to={engineering ?? []} />
      </nav>
    </>
  );
}

function Links({ to: destinations }: { to: readonly Destination[] }) {
  const { pathname } = useLocation();
  return destinations.map(({ to, label, icon: Icon, exact }) => {
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
  });
}
