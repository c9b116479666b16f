import { Box, Button, Group, Text } from '@mantine/core';
import { usePageIsOld } from '../data/contract-version';
import { words } from '../words/words';

/** The server speaks another contract than this page: it is loaded again when its user says so, and nothing typed is lost. */
export function OldPage() {
  const isOld = usePageIsOld();
  return (
    <Box role="status" aria-live="polite">
      {isOld && (
        <Group bg="var(--aegis-banner)" px="md" py={8} gap="sm" justify="center" data-testid="old-page">
          <Text size="sm" fw={600} c="var(--aegis-banner-text)">
            {words('offline.oldPage')}
          </Text>
          <Button size="compact-md" variant="default" onClick={() => location.reload()}>
            {words('offline.loadAgain')}
          </Button>
        </Group>
      )}
    </Box>
  );
}
