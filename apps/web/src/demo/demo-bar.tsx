import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconDeviceMobile, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { sentenceOf } from '../data/problems';
import { useSession, useSignIn } from '../data/session';
import { useServerConfig } from '../data/server-config';
import { homeOf } from '../layout/navigation';
import type { DemoServer, GuardPlay } from './guard-play';
import { say } from '../layout/messages';
import { words } from '../words/words';

type Demo = DemoServer['demo'];

/** Only on the embedded database: one person sees the service from every side. */
export function DemoBar({ height }: { height: number }) {
  const server = useServerConfig();
  const { demo } = server;
  if (!demo) return null;
  return (
    <Group
      h={height}
      px="md"
      gap="xs"
      wrap="nowrap"
      justify="space-between"
      bg="var(--aegis-demo)"
      role="region"
      aria-label={words('demo.region')}
    >
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" fw={650} c="var(--aegis-demo-text)" visibleFrom="sm">
          {words('demo.seeItAs')}
        </Text>
        <AccountSwitch demo={demo} />
      </Group>
      <Group gap="xs" wrap="nowrap">
        <PhonesButton />
        <GuardPlayButton server={{ ...server, demo }} />
      </Group>
    </Group>
  );
}

/** Only the picture where there is no room for more. */
const PhonesButton = () => (
  <Button component={Link} to="/phones" size="compact-sm" variant="default" aria-label={words('demo.phones')}>
    <IconDeviceMobile size={16} aria-hidden />
    <Text span inherit ml={4} visibleFrom="sm">
      {words('demo.phones')}
    </Text>
  </Button>
);

function AccountSwitch({ demo }: { demo: Demo }) {
  const { user } = useSession();
  const signIn = useSignIn();
  const navigate = useNavigate();
  const change = (email: string): void => {
    signIn.mutate(
      { email, password: demo.password },
      {
        onSuccess: ({ user: next }) => void navigate(homeOf(next.role)),
        onError: (error) => void say({ color: 'red', title: words('demo.notSignedIn'), message: sentenceOf(error) }),
      },
    );
  };
  const accounts = demo.accounts.map(({ email, name, role }) => ({
    value: email,
    label: words('demo.account', { name, role: words(`demo.role.${role}`) }),
  }));
  const current = demo.accounts.some(({ email }) => email === user?.email) ? (user?.email ?? '') : '';
  return (
    <NativeSelect
      aria-label={words('demo.seeAs')}
      size="xs"
      disabled={signIn.isPending}
      value={current}
      data={[{ value: '', label: words(user && !current ? 'demo.own' : 'demo.nobody'), disabled: true }, ...accounts]}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function GuardPlayButton({ server }: { server: DemoServer }) {
  const [play, setPlay] = useState<GuardPlay | null>(null);
  const start = async (): Promise<void> => {
    const { startGuardPlay } = await import('./guard-play');
    setPlay(await startGuardPlay(server, (message) => void say({ title: words('demo.region'), message })));
  };
  const stop = (): void => {
    play?.stop();
    setPlay(null);
  };
  const Icon = play ? IconPlayerStop : IconPlayerPlay;
  return (
    <Button
      size="compact-sm"
      variant={play ? 'filled' : 'default'}
      leftSection={<Icon size={16} aria-hidden />}
      onClick={() => (play ? stop() : void start())}
    >
      {words(play ? 'demo.guards.stop' : 'demo.guards.start')}
    </Button>
  );
}
