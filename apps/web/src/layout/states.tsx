import { Alert, Box, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isUnreachable, NO_ANSWER, sentenceOf } from '../data/problems';
import { words } from '../words/words';
import { InPageRoom } from './page-room';

/** @param wide as the page will be for which it stands */
export function PageSkeleton({ wide = false }: { wide?: boolean }) {
  return (
    <InPageRoom wide={wide}>
      <Stack gap="md" aria-busy="true" aria-label={words('layout.loading')} role="status">
        <Skeleton h={32} w={220} />
        <Skeleton h={120} />
        <Skeleton h={120} />
      </Stack>
    </InPageRoom>
  );
}

/** What will be here, and the one action that fills it. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Box className="panel" py={40} ta="center">
      <Title order={2} size="h4" mb={4}>
        {title}
      </Title>
      <Text c="dimmed" maw={420} mx="auto" mb={action ? 'md' : 0}>
        {children}
      </Text>
      {action && <Group justify="center">{action}</Group>}
    </Box>
  );
}

export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const title = words(isUnreachable(error) ? 'layout.problem.unreachable' : 'layout.problem.title');
  return (
    <Alert color="red" variant="light" title={title} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{sentenceOf(error)}</Text>
        {onRetry && (
          <Button size="compact-md" variant="default" onClick={onRetry}>
            {words('layout.tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  /** It is asked for when there is a network again. */
  isPaused?: boolean;
  refetch: () => unknown;
}

/** Nothing has come, and nothing is on its way: a skeleton would promise what does not come. */
export const hasNothingToWaitFor = ({ data, isPaused = false }: Pick<Loaded<unknown>, 'data' | 'isPaused'>): boolean =>
  data === undefined && isPaused;

/**
 * One of: what was loaded, its skeleton, or what went wrong. Data that is there stays, even when a later call fails.
 * @param wide in the place of a whole page: as wide as it
 */
export function Load<T>({
  from,
  skeleton,
  wide = false,
  children,
}: {
  from: Loaded<T>;
  skeleton?: ReactNode;
  wide?: boolean;
  children: (data: T) => ReactNode;
}) {
  if (from.data !== undefined) return <>{children(from.data)}</>;
  if (from.error)
    return (
      <InPageRoom wide={wide}>
        <Problem error={from.error} onRetry={() => void from.refetch()} />
      </InPageRoom>
    );
  // It goes on by itself.
  if (hasNothingToWaitFor(from))
    return (
      <InPageRoom wide={wide}>
        <Problem error={NO_ANSWER} />
      </InPageRoom>
    );
  return <>{skeleton ?? <PageSkeleton wide={wide} />}</>;
}
