import { ActionIcon, Button, Group, Skeleton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import type { User } from '../data/session-state';
import { words } from '../words/words';
import { LanguageButton } from './language-button';

/** A menu brings what places floating things: 35 KB that a visitor without an account does not need. */
const SignedInMenu = lazy(() => import('./signed-in-menu'));

/** The bell and who is signed in. */
const Coming = () => (
  <Group gap={4} wrap="nowrap" aria-hidden>
    <Skeleton circle h={44} w={44} />
    <Skeleton circle h={44} w={44} />
  </Group>
);

/** @param isComing somebody is signed in, and who it is has not been answered yet */
export function AccountMenu({ user, isComing }: { user: User | null; isComing: boolean }) {
  if (!user && !isComing)
    return (
      <Group gap={4} wrap="nowrap">
        <LanguageButton />
        <SchemeButton />
        {/* In one line beside the others on a phone, in Spanish too. */}
        <Button component={Link} to="/sign-in" variant="default" size="sm" h={44} px={{ base: 10, sm: 18 }}>
          {words('layout.signIn')}
        </Button>
      </Group>
    );
  return (
    <Group gap={4} wrap="nowrap">
      <SchemeButton />
      <Suspense fallback={<Coming />}>{user ? <SignedInMenu user={user} /> : <Coming />}</Suspense>
    </Group>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      color="gray"
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
      aria-label={words(isDark ? 'layout.light' : 'layout.dark')}
    >
      {isDark ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
    </ActionIcon>
  );
}
