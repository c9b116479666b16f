import { ActionIcon, Alert, Group, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconDownload, IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { client } from '../data/client';
import { pictureAddress } from '../data/picture';
import { isGone } from '../data/problems';
import { Problem } from '../layout/states';
import { words } from '../words/words';
import classes from './papers.module.css';
import { scrollAfter, ZOOMS, zoomStep } from './picture-zoom';

interface Props {
  userId: string;
  name: string;
  /** Another picture is another version. */
  version: number | string;
}

/** The picture of somebody's licence, as closely as it has to be looked at. */
export function PaperPicture({ userId, name, version }: Props) {
  const picture = useQuery({
    queryKey: ['admin', 'license-scan', userId, version],
    queryFn: async () => pictureAddress(await client.admin.licenseScan({ params: { userId } })),
    // Every reading stands in the audit log: none may happen that nobody asked for, and nothing is kept.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  if (isGone(picture.error)) return <NoPicture />;
  if (picture.error) return <Problem error={picture.error} onRetry={() => void picture.refetch()} />;
  if (!picture.data) return <Skeleton h={280} role="progressbar" aria-label={words('admin.papers.loading')} />;
  return <Zoomable address={picture.data} fileName={`licence-${userId}.jpg`} name={name} />;
}

export const NoPicture = () => <Alert color="yellow" title={words('admin.papers.noPicture')} role="status" />;

function Zoomable({ address, fileName, name }: { address: string; fileName: string; name: string }) {
  const [zoom, setZoom] = useState<number>(ZOOMS[0]);
  const frame = useRef<HTMLDivElement>(null);
  useMiddleKept(frame, zoom);
  const step = (way: 1 | -1): void => setZoom((now) => zoomStep(now, way));
  return (
    <Stack gap="xs">
      {/* Scrolled by finger, wheel or arrow keys. */}
      <div
        ref={frame}
        className={classes['frame']}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
        tabIndex={0}
        role="region"
        aria-label={words('admin.papers.frame', { person: name })}
      >
        <img
          src={address}
          alt={words('admin.papers.picture', { person: name })}
          className={classes['picture']}
          // As a rule of its own: styles that are written into the page are refused.
          data-zoom={ZOOMS.findIndex((one) => one === zoom)}
        />
      </div>
      <Group gap="xs" role="group" aria-label={words('admin.papers.zoom')}>
        <Act label="admin.papers.smaller" icon={IconZoomOut} isOff={zoom === ZOOMS[0]} onClick={() => step(-1)} />
        <Act label="admin.papers.larger" icon={IconZoomIn} isOff={zoom === ZOOMS.at(-1)} onClick={() => step(1)} />
        <Act label="admin.papers.whole" icon={IconZoomReset} isOff={zoom === 1} onClick={() => setZoom(1)} />
        <Text size="sm" className="figures" role="status">
          {Math.round(zoom * 100)} %
        </Text>
        <ActionIcon
          component="a"
          href={address}
          download={fileName}
          variant="default"
          size={44}
          ml="auto"
          aria-label={words('admin.papers.save')}
        >
          <IconDownload size={20} aria-hidden />
        </ActionIcon>
      </Group>
    </Stack>
  );
}

interface ActProps {
  label: 'admin.papers.smaller' | 'admin.papers.larger' | 'admin.papers.whole';
  icon: typeof IconZoomIn;
  isOff: boolean;
  onClick: () => void;
}

function Act({ label, icon: Icon, isOff, onClick }: ActProps) {
  return (
    <ActionIcon variant="default" size={44} disabled={isOff} onClick={onClick}>
      <Icon size={20} aria-hidden />
      <VisuallyHidden>{words(label)}</VisuallyHidden>
    </ActionIcon>
  );
}

/** What was looked at stays in the middle while the picture grows around it. */
function useMiddleKept(frame: React.RefObject<HTMLDivElement | null>, zoom: number): void {
  const before = useRef(zoom);
  useLayoutEffect(() => {
    const [element, factor] = [frame.current, zoom / before.current];
    before.current = zoom;
    if (!element || factor === 1) return;
    const was = (now: number): number => now / factor;
    element.scrollTo(
      scrollAfter(
        { scroll: element.scrollLeft, window: element.clientWidth, length: was(element.scrollWidth) },
        factor,
      ),
      scrollAfter(
        { scroll: element.scrollTop, window: element.clientHeight, length: was(element.scrollHeight) },
        factor,
      ),
    );
  }, [frame, zoom]);
}
