import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './book.module.css';

/** One of the five steps of a booking; the guide leads to it by its id. */
export function Section({ step, title, children }: { step: number; title: string; children: ReactNode }) {
  return (
    <section id={`step-${step}`} className={`panel ${classes['section']}`} tabIndex={-1} aria-label={title}>
      <Group gap="sm" mb="sm">
        <span className={classes['step']} aria-hidden>
          {step}
        </span>
        <Title order={2} size="h4">
          {title}
        </Title>
      </Group>
      {children}
    </section>
  );
}
