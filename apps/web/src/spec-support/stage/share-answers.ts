import type { WireAnswer, api } from '@aegis/contract';
import type { Replies } from '../answering-server';
import { at, NAMES, PLACE, type Scene } from './scene';

type SharedJob = WireAnswer<typeof api.sharing.look>;

/** Of a guard on the way, two miles off. */
const comingTo = ({ names }: Scene): SharedJob => ({
  ...{ state: 'booked', guardFirstName: NAMES[names].people.guard.firstName, timeZone: 'America/Los_Angeles' },
  ...{ startTime: at(40), endTime: at(280), arrivedAt: null },
  ...{ site: { lat: 37.8, lng: -122.27 }, awayMiles: 2, guard: null },
});

export const shareAnswers = (scene: Scene): Replies => ({ 'POST /shared': { answer: comingTo(scene) } });

/** On site, and last seen so many minutes ago. */
const seenAgo =
  (minutes: number) =>
  (scene: Scene): Replies => {
    const guard = { position: { lat: PLACE.lat + 0.0004, lng: PLACE.lng }, accuracyMeters: 8, seenAt: at(-minutes) };
    const onSite = { state: 'on_site', startTime: at(-90), endTime: at(150), arrivedAt: at(-94), site: PLACE } as const;
    return { 'POST /shared': { answer: { ...comingTo(scene), ...onSite, awayMiles: null, guard } } };
  };

/** What is behind a link that has run out, was taken back, or is not whole: nobody is told which. */
const over = (): Replies => ({
  'POST /shared': { refusal: { status: 404, code: 'not_found', detail: 'There is nothing here.' } },
});

export const OF_A_LINK = {
  'not-seen-yet': {
    replies: (scene: Scene): Replies => ({ 'POST /shared': { answer: { ...comingTo(scene), awayMiles: null } } }),
  },
  'on-site': { replies: seenAgo(0) },
  silent: { replies: seenAgo(18) },
  over: { replies: over },
} as const;
