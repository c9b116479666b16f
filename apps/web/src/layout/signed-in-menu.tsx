import { ActionIcon, Avatar, Group, Menu, VisuallyHidden } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { useSignOut } from '../data/session';
import type { User } from '../data/session-state';
import { Bell } from './bell';
import { initialsOf } from '../words/market';
import { words } from '../words/words';

export default function SignedInMenu({ user }: { user: User }) {
  const signOut = useSignOut();
  const navigate = useNavigate();
  const name = `${user.firstName} ${user.lastName}`.trim();
  return (
    <Group gap={4} wrap="nowrap">
      <Bell />
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon radius="xl">
            <Avatar size={36} radius="xl" color="signal" variant="light" alt="">
              {initialsOf(name)}
            </Avatar>
            <VisuallyHidden>{words('layout.accountOf', { name })}</VisuallyHidden>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{name}</Menu.Label>
          <Menu.Item component={Link} to="/account" leftSection={<IconUser size={18} aria-hidden />}>
            {words('layout.openAccount')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={18} aria-hidden />}
            onClick={() => signOut.mutate(undefined, { onSettled: () => void navigate('/') })}
          >
            {words('layout.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
