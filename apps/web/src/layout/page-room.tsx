import { Box } from '@mantine/core';
import { createContext, type ReactNode, use } from 'react';

const IsInRoom = createContext(false);

/** The edges of a page, the same for all of them. */
export function PageRoom({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <Box px={{ base: 'md', sm: 'lg' }} py={{ base: 'md', sm: 'lg' }} maw={wide ? 1360 : 880} mx="auto" data-page-room>
      <IsInRoom value>{children}</IsInRoom>
    </Box>
  );
}

/** What stands in the place of a whole page has its edges; within a page it has those already. */
export const InPageRoom = ({ wide = false, children }: { wide?: boolean; children: ReactNode }) =>
  use(IsInRoom) ? <>{children}</> : <PageRoom wide={wide}>{children}</PageRoom>;
