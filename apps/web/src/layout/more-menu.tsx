import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { NavLink, useLocation } from 'react-router';
import { words } from '../words/words';
import type { Destination } from './navigation';
import classes from './navigation-bars.module.css';

const ICON_PX = 22;

/** What a phone has no room for beside each other. */
export default function MoreMenu({ destinations }: { destinations: readonly Destination[] }) {
  const { pathname } = useLocation();
  const isHere = destinations.some(({ to }) => pathname.startsWith(to));
  return (
    <Menu position="top-end" width={220} offset={4} shadow="md">
      <Menu.Target>
        <button type="button" className={classes['bottomLink']} aria-current={isHere ? 'true' : undefined}>
          <IconDots size={ICON_PX} stroke={1.7} aria-hidden />
          <span>{words('layout.more')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {destinations.map(({ to, label, icon: Icon }) => (
          <Menu.Item
            key={to}
            component={NavLink}
            to={to}
            className={classes['moreLink']}
            leftSection={<Icon size={ICON_PX} stroke={1.7} aria-hidden />}
          >
            {words(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
