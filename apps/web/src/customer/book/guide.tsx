import { Button, CloseButton, Group, Progress, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import { richWords, words } from '../../words/words';

const STEPS = ['1', '2', '3', '4', '5'] as const;

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
    <div className="panel" role="region" aria-label={words('booking.guide.section')}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm">
          {richWords(
            'booking.guide.step',
            { b: (part) => <b>{part}</b> },
            { step: step + 1, steps: STEPS.length, text: words(`booking.guide.${STEPS[step] ?? '1'}`) },
          )}
        </Text>
        <CloseButton size="lg" aria-label={words('booking.guide.close')} onClick={() => setWanted(false)} />
      </Group>
      <Group gap="sm" mt="xs">
        <Progress value={((step + 1) / STEPS.length) * 100} flex={1} aria-label={words('booking.guide.progress')} />
        <Button size="compact-md" variant="light" onClick={() => go(step + 1)}>
          {words(step + 1 < STEPS.length ? 'booking.guide.next' : 'booking.guide.close')}
        </Button>
      </Group>
    </div>
  );
}
