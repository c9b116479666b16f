import { Box, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useReachable } from '../data/reachability';

/** Says that what is shown may be old; goes away by itself. */
export function ConnectionBanner() {
  const { online } = useNetwork();
  const reachable = useReachable();
  const words = !online
    ? 'You are offline. What you see is from your last connection.'
    : !reachable
      ? 'The server does not answer. Nothing is lost; we try again every few seconds.'
      : null;
  return (
    <Box role="status" aria-live="polite">
      {words !== null && (
        <Box bg="var(--aegis-banner)" px="md" py={8} data-testid="connection-banner">
          <Text size="sm" fw={600} ta="center" c="var(--aegis-banner-text)">
            {words}
          </Text>
        </Box>
      )}
    </Box>
  );
}
