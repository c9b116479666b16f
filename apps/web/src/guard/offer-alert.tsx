import { Switch } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useTitleNote } from '../layout/page-title';
import { money } from '../words/money';
import { words } from '../words/words';
import { useGuardProfile } from './guard-profile';
import { useOffers } from './offers';

const KEY = 'aegis.offer-alert';
const TONES_HERTZ = [660, 880, 660];
const TONE_SECONDS = 0.18;
const PAUSE_SECONDS = 0.06;
const VIBRATION_MS = [200, 100, 200, 100, 400];

let context: AudioContext | null = null;

/** A browser makes no sound and does not shake before somebody has touched the page: then there is the title alone. */
function ring(): void {
  if ('vibrate' in navigator) navigator.vibrate(VIBRATION_MS);
  context ??= new AudioContext();
  void context.resume();
  for (const [index, hertz] of TONES_HERTZ.entries()) {
    const tone = new OscillatorNode(context, { frequency: hertz });
    tone.connect(context.destination);
    const at = context.currentTime + index * (TONE_SECONDS + PAUSE_SECONDS);
    tone.start(at);
    tone.stop(at + TONE_SECONDS);
  }
}

const useChoice = () => useLocalStorage({ key: KEY, defaultValue: false });

/** On every page of a guard on duty: an offer is in the name of the tab, and heard where they want it. */
export function OfferAlert() {
  const [isLoud] = useChoice();
  const isOnDuty = (useGuardProfile().data?.availabilityStatus ?? 'offline') !== 'offline';
  const offers = useOffers(isOnDuty).data?.items ?? [];
  const [first] = offers;
  useTitleNote(first ? words('guard.offer.inTitle', { amount: money(first.payoutCents) }) : null);
  const known = useRef<ReadonlySet<string>>(new Set());
  const ids = offers.map(({ id }) => id).join(' ');
  useEffect(() => {
    const now = ids === '' ? [] : ids.split(' ');
    if (isLoud && now.some((id) => !known.current.has(id))) ring();
    known.current = new Set(now);
  }, [ids, isLoud]);
  return null;
}

/** Rings once when it is switched on: so it is heard, and the browser lets it ring from then on. */
export function OfferAlertChoice() {
  const [isLoud, setLoud] = useChoice();
  return (
    <Switch
      size="lg"
      styles={{ label: { fontSize: 'var(--mantine-font-size-md)' } }}
      checked={isLoud}
      onChange={({ currentTarget: { checked } }) => {
        setLoud(checked);
        if (checked) ring();
      }}
      label={words('guard.offer.loud')}
    />
  );
}
