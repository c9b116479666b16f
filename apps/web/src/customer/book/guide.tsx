import { Button, CloseButton, Group, Progress, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';

const STEPS = [
  'Type a ZIP code or town, choose it, and move the pin to the door.',
  'As soon as possible, or a time you choose. Times are those of the place.',
  'What the guard is for. Skills and arms leave fewer guards, so ask only for what you need.',
  'We suggest a rate that half of the guards near by accept. You see the whole price here.',
  'Your card is held now and charged after the job. Then you watch who comes.',
];

/** Leads through the first booking, one sentence a step; closed once, it stays away. */
export function Guide() {
  const [isWanted, setWanted] = useLocalStorage({ key: 'aegis.booking-guide', defaultValue: true });
  const [step, setStep] = useState(0);
  if (!isWanted) return null;
  const go = (to: number): void => {
    if (to >= STEPS.length) return setWanted(false);
    setStep(to);
    const section = document.getElementById(`step-${to + 1}`);
    section?.scrollIntoView({ block: 'start', behavior: 'instant' });
    section?.focus({ preventScroll: true });
  };
  return (
    <div className="panel" role="region" aria-label="Guide to your first booking">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm">
          <b>
            Step {step + 1} of {STEPS.length}.
          </b>{' '}
          {STEPS[step]}
        </Text>
        <CloseButton size="lg" aria-label="Close the guide" onClick={() => setWanted(false)} />
      </Group>
      <Group gap="sm" mt="xs">
        <Progress value={((step + 1) / STEPS.length) * 100} flex={1} aria-label="Progress of the guide" />
        <Button size="compact-md" variant="light" onClick={() => go(step + 1)}>
          {step + 1 < STEPS.length ? 'Show the next step' : 'Close the guide'}
        </Button>
      </Group>
    </div>
  );
}
