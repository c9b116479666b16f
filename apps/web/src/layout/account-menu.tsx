import { ActionIcon, Avatar, Button, Group, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { useSignOut } from '../data/session';
import type { User } from '../data/session-state';
import { initialsOf } from '../words/market';

export function AccountMenu({ user }: { user: User | null }) {
  if (!user)
    return (
      <Group gap="xs" wrap="nowrap">
        <SchemeButton />
        <Button component={Link} to="/sign-in" variant="default" size="sm" h={44}>
          Sign in
        </Button>
      </Group>
    );
  return <SignedInMenu user={user} />;
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      color="gray"
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
      aria-label={isDark ? 'Use light colours' : 'Use dark colours'}
    >
      {isDark ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
    </ActionIcon>
  );
}

function SignedInMenu({ user }: { user: User }) {
  const signOut = useSignOut();
  const navigate = useNavigate();
  const name = `${user.firstName} ${user.lastName}`;
  return (
    <Group gap={4} wrap="nowrap">
      <SchemeButton />
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon radius="xl" aria-label={`Account of ${name}`}>
            <Avatar size={36} radius="xl" color="signal" variant="light" alt="">
              {initialsOf(name)}
            </Avatar>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{name}</Menu.Label>
          <Menu.Item component={Link} to="/account" leftSection={<IconUser size={18} aria-hidden />}>
            Open account
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={18} aria-hidden />}
            onClick={() => signOut.mutate(undefined, { onSettled: () => void navigate('/') })}
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
