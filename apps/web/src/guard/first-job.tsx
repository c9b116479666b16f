import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconClock } from '@tabler/icons-react';
import type { PlainKey } from '@aegis/words';
import { Link } from 'react-router';
import { words } from '../words/words';
import { useReadiness } from './guard-profile';
import { type Readiness, type Step, stepsOf } from './first-steps';

/** Until everything is done: what a first job and its pay need, what of it is done, and what comes next. */
export function FirstJob() {
  const readiness = useReadiness().data;
  return readiness ? <Steps readiness={readiness} /> : null;
}

function Steps({ readiness }: { readiness: Readiness }) {
  const steps = stepsOf(readiness);
  const done = steps.filter(({ state }) => state === 'done').length;
  const next = steps.find(({ state }) => state === 'open');
  if (done === steps.length) return null;
  return (
    <section className="panel" aria-label={words('guard.first.title')}>
      <Title order={2} size="h4">
        {words('guard.first.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words('guard.first.done', { done, steps: steps.length })}
      </Text>
      <Stack component="ol" gap={6} m={0} p={0}>
        {steps.map((step) => (
          <StepLine key={step.name} step={step} />
        ))}
      </Stack>
      {next && (
        <Group mt="sm">
          <Button component={Link} to={next.to}>
            {words(`guard.first.do.${next.name}`)}
          </Button>
        </Group>
      )}
    </section>
  );
}

const STATES = {
  done: 'guard.first.isDone',
  waits: 'guard.first.waits',
  open: 'guard.first.isOpen',
} as const satisfies Record<Step['state'], PlainKey>;

function StepLine({ step: { name, state } }: { step: Step }) {
  const Icon = { done: IconCircleCheck, waits: IconClock, open: IconCircle }[state];
  return (
    <Group component="li" gap="xs" wrap="nowrap" style={{ listStyle: 'none' }}>
      <Icon
        size={20}
        className="steady"
        aria-label={words(STATES[state])}
        color={state === 'done' ? 'var(--aegis-on-site)' : 'currentColor'}
      />
      <Text size="sm">{words(`guard.first.${name}`)}</Text>
    </Group>
  );
}
