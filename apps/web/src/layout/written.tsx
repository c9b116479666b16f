import { Anchor } from '@mantine/core';
import { Fragment } from 'react';
import { pieces } from './written-pieces';

/**
 * What a person wrote: its line breaks and links, each line in the direction of its letters, and never wider than its place. React
 * writes it as text, whatever it holds.
 */
export function Written({ text }: { text: string }) {
  return (
    <span style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere', unicodeBidi: 'plaintext' }}>
      {pieces(text).map(({ part, href }, index) =>
        href === null ? (
          <Fragment key={index}>{part}</Fragment>
        ) : (
          <Anchor key={index} href={href} target="_blank" rel="noreferrer">
            {part}
          </Anchor>
        ),
      )}
    </span>
  );
}
