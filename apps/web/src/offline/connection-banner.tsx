import { Box, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useReachable } from '../data/reachability';
import { words } from '../words/words';

/** Says that what is shown may be old; goes away by itself. */
export function ConnectionBanner() {
  const { online } = useNetwork();
  const reachable = useReachable();
  const trouble = !online ? 'offline.device' : !reachable ? 'offline.server' : null;
  return (
    <Box role="status" aria-live="polite">
      {trouble !== null && (
        <Box bg="var(--aegis-banner)" px="md" py={8} data-testid="connection-banner">
          <Text size="sm" fw={600} ta="center" c="var(--aegis-banner-text)">
            {words(trouble)}
          </Text>
        </Box>
      )}
    </Box>
  );
}
