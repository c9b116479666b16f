import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAnnouncedHeading } from './heading-focus';
import { isolated } from '../words/words';
import { PageRoom } from './page-room';
import { usePageTitle } from './page-title';
import { Together } from './together';

/** The frame of a page: its name, its one action at the top right, and room for the thumb bar on a phone. */
export function Page({
  title,
  subtitle,
  action,
  wide = false,
  skeleton,
  children,
}: {
  title: string;
  subtitle?: ReactNode;
  action?: ReactNode;
  wide?: boolean;
  /** In the shape of what comes; for when it is the first page. */
  skeleton?: ReactNode;
  children: ReactNode;
}) {
  usePageTitle(`${isolated(title)} · Aegis`);
  const heading = useAnnouncedHeading();
  return (
    <PageRoom wide={wide}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={1} size="h2" ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {subtitle && <Text c="dimmed">{subtitle}</Text>}
          </div>
          {action}
        </Group>
        <Together skeleton={skeleton}>{children}</Together>
      </Stack>
    </PageRoom>
  );
}
