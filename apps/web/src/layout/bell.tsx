import { ActionIcon, Indicator, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconBell } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { UNREAD } from '../data/message-keys';
import { words } from '../words/words';

const POLL_MS = 30_000;
const MOST_COUNTED = 99;

/** The way to the messages, with how many are not read. */
export function Bell() {
  const refetchInterval = usePolling(POLL_MS);
  const { data } = useQuery({
    queryKey: UNREAD,
    queryFn: () => client.notifications.unread(),
    refetchInterval,
    meta: { told: true },
  });
  const unread = data?.unread ?? 0;
  useEffect(() => showOnIcon(unread), [unread]);
  return (
    <Indicator label={unread > MOST_COUNTED ? `${MOST_COUNTED}+` : unread} size={18} offset={6} disabled={unread === 0}>
      <ActionIcon component={Link} to="/messages" color="gray">
        <IconBell size={20} aria-hidden />
        <VisuallyHidden>{words('layout.messages', { unread })}</VisuallyHidden>
      </ActionIcon>
    </Indicator>
  );
}

function showOnIcon(unread: number): void {
  if (!('setAppBadge' in navigator)) return;
  // Browsers that know it refuse it outside of installed applications.
  void (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
}
