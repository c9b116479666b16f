import encodeQR from 'qr';
import { useMemo } from 'react';

/** Light modules around the code, without which readers do not find it. */
const QUIET = 4;
const SIZE_PX = 192;

/** As one path of SVG: nothing is written into the page as HTML, and no picture has to be allowed. */
export function QrCode({ content, label }: { content: string; label: string }) {
  const { side, path } = useMemo(() => drawn(encodeQR(content, 'raw', { border: QUIET })), [content]);
  return (
    <svg viewBox={`0 0 ${side} ${side}`} width={SIZE_PX} height={SIZE_PX} role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

const drawn = (rows: boolean[][]): { side: number; path: string } => ({
  side: rows.length,
  path: rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join(''),
});
