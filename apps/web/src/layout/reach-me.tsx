import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useServerConfig } from '../data/server-config';
import { Problem } from './states';
import { deviceState, switchOn } from '../data/push-device';

/** Asked once a device and reason: who has said no is not asked again on the same page. */
const isPutOff = (name: string): boolean => localStorage.getItem(keptOf(name)) !== null;
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
    localStorage.setItem(keptOf(name), 'yes');
    setOver(true);
  };
  if (isOver || (state !== 'off' && state !== 'install')) return null;
  return (
    <section className="panel" aria-label="Messages on this device">
      <Text size="sm" mb="sm">
        {reason} {state === 'install' && INSTALL_FIRST}
      </Text>
      {start.error && <Problem error={start.error} />}
      <Group gap="xs">
        {state === 'off' && (
          <Button loading={start.isPending} onClick={() => start.mutate()}>
            Tell me on this device
          </Button>
        )}
        <Button variant="default" onClick={notNow}>
          Not now
        </Button>
      </Group>
    </section>
  );
}

export const INSTALL_FIRST =
  'An iPhone or iPad shows messages of installed apps only: tap Share, then “Add to Home Screen”, and open Aegis from there.';
