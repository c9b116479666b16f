import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useServerConfig } from '../data/server-config';
import { onDevice } from '../data/storage';
import { words } from '../words/words';
import { Problem } from './states';
import { deviceState, switchOn } from '../data/push-device';

/** Asked once a device and reason: who has said no is not asked again on the same page. */
const isPutOff = (name: string): boolean => onDevice.get(keptOf(name)) !== null;
const keptOf = (name: string): string => `aegis-not-now-${name}`;

/**
 * Asks, at the moment when it makes sense and with the reason, whether this device may show messages. Nothing when it does
 * already, when it cannot, or when the person has said no.
 */
export function ReachMe({ name, reason }: { name: string; reason: string }) {
  const { pushPublicKey } = useServerConfig();
  const [isOver, setOver] = useState(() => isPutOff(name));
  const state = deviceState(pushPublicKey);
  const start = useMutation({
    mutationFn: () => switchOn(pushPublicKey ?? ''),
    onSuccess: () => setOver(true),
  });
  const notNow = (): void => {
    onDevice.set(keptOf(name), 'yes');
    setOver(true);
  };
  if (isOver || (state !== 'off' && state !== 'install')) return null;
  return (
    <section className="panel" aria-label={words('layout.reach.section')}>
      <Text size="sm" mb="sm">
        {reason} {state === 'install' && words('layout.reach.install')}
      </Text>
      {start.error && <Problem error={start.error} />}
      <Group gap="xs">
        {state === 'off' && (
          <Button loading={start.isPending} onClick={() => start.mutate()}>
            {words('layout.reach.on')}
          </Button>
        )}
        <Button variant="default" onClick={notNow}>
          {words('layout.reach.notNow')}
        </Button>
      </Group>
    </section>
  );
}
