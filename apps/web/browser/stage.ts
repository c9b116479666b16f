import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, BrowserContext, Page, Request, Route } from 'playwright-core';
import { AnsweringServer, nameAsked, type Replies } from '../src/spec-support/answering-server';
import type { StagedPage, State } from '../src/spec-support/stage/pages';
import { NOW, PLACE } from '../src/spec-support/stage/scene';
import { DESK, person, type Person } from './browsing';

/**
 * A page of the application whose server is a table of answers, at an hour that does not pass: what is seen is the same each time.
 * Its files come from the application that runs.
 */

/** The same letters and edges everywhere: none that are tuned to a screen or a processor, and no bar that comes and goes. */
export const STILL = [
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-skia-runtime-opts',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

export interface Look {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  locale?: 'en-US' | 'es-US';
  /** Answers come so much later, as over a network. */
  laterMs?: number;
  /** As most people see it; without, pictures are the same. */
  moves?: boolean;
}

export interface Staged extends Person {
  /** Opens the page and waits until it shows what there is to show. */
  open: () => Promise<void>;
}

/** A page in one of its states, in a browser of its own. */
export async function stage(
  browser: Browser,
  { as, at, route }: StagedPage,
  { replies, isLoading, isOffline }: State,
  { viewport = DESK, colorScheme = 'light', locale = 'en-US', laterMs = 0, moves = false }: Look = {},
): Promise<Staged> {
  const somebody = await person(browser, {
    ...{ viewport, colorScheme, locale },
    reducedMotion: moves ? 'no-preference' : 'reduce',
    ...{ permissions: ['geolocation'], geolocation: { latitude: PLACE.lat, longitude: PLACE.lng, accuracy: 8 } },
  });
  // What a state breaks, a browser tells in its console.
  somebody.forgive(/the server responded with a status of 5\d\d|net::ERR_/);
  const { context, page } = somebody;
  await context.clock.setFixedTime(NOW);
  if (as !== null) await context.addInitScript((role) => localStorage.setItem('aegis.signed-in', role), as);
  await context.addInitScript(withoutWorker);
  const traffic = new Traffic(replies, laterMs);
  await traffic.takeOver(context);
  return {
    ...somebody,
    open: async () => {
      await page.goto(at ?? route);
      await settled(page, traffic, isLoading);
      // Not before: without a network nothing of the page would have come.
      if (isOffline) await context.setOffline(true);
      // Of the page of a link a sentence below its map says so.
      if (isOffline && route !== '/share') await page.getByTestId('connection-banner').waitFor();
    },
  };
}

/** Runs in the page: a worker would answer in the place of the table. Some browsers refuse it, as in private windows. */
const withoutWorker = (): void => {
  navigator.serviceWorker.register = () => Promise.reject(new Error('there is no worker on stage'));
};

/** Between the page and the table: who asks for what, and how much of it is on its way. */
class Traffic {
  private readonly server = new AnsweringServer();
  private readonly underWay = new Set<Request>();
  /** Asked for, and not in the table: a page that waits for it for ever would be a picture of nothing. */
  readonly unknown = new Set<string>();

  constructor(
    replies: Replies,
    private readonly laterMs: number,
  ) {
    this.server.replies = replies;
  }

  async takeOver(context: BrowserContext): Promise<void> {
    context.on('request', (request) => void this.underWay.add(request));
    context.on('requestfinished', (request) => void this.underWay.delete(request));
    context.on('requestfailed', (request) => void this.underWay.delete(request));
    await context.route(
      () => true,
      (route, request) => (request.isNavigationRequest() ? inProduction(route) : route.continue()),
    );
    await context.route(/\/api\/v1\/|\/health\/live/, (route, request) => this.answer(route, request));
  }

  isQuiet(): boolean {
    return this.underWay.size === 0;
  }

  private async answer(route: Route, request: Request): Promise<void> {
    const [url, method, body] = [request.url(), request.method(), request.postData()];
    const name = nameAsked(url, method);
    const reply = this.server.replies[name];
    if (reply === undefined) this.unknown.add(name);
    if (reply === undefined || reply === 'slow') return void this.underWay.delete(request);
    if (this.laterMs > 0) await wait(this.laterMs);
    const sent = { method, ...(body !== null && { body }) };
    const answer = await this.server.fetch(url, sent).catch((error: unknown) => {
      if (error instanceof TypeError) return null;
      throw error;
    });
    // A page that has been closed meanwhile wants no answer.
    const given =
      answer === null
        ? route.abort('connectionrefused')
        : route.fulfill({ status: answer.status, contentType: 'application/json', body: await answer.text() });
    await given.catch(() => undefined);
  }
}

const CONFIG = /(<script type="application\/json" id="aegis-config">)([^<]*)/;

/** Without what only the demo has, and asking instead of listening: a stream does not end. */
async function inProduction(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = (await response.text()).replace(CONFIG, (_, tag: string, config: string) => {
    const known = JSON.parse(config) as object;
    return tag + JSON.stringify({ ...known, demo: null, liveEvents: false }).replaceAll('<', '\\u003c');
  });
  await route.fulfill({ response, body });
}

/** Frames in a row in which nothing was on its way: one answer may lead to the next question. */
const CALM_FRAMES = 6;

async function settled(page: Page, traffic: Traffic, isLoading: boolean): Promise<void> {
  await page.locator('h1, [role=alert], [aria-busy=true], [role=progressbar]').first().waitFor();
  for (let calm = 0; calm < CALM_FRAMES; calm++) {
    const isBusy = await page.evaluate(busyAfterAFrame, isLoading);
    if (traffic.unknown.size > 0) throw new Error(`the stage has no ${[...traffic.unknown].join(', ')}`);
    if (isBusy || !traffic.isQuiet()) calm = -1;
  }
}

/** Runs in the page: whether its letters, its map or what stands for what is still to come say that it is not all there. */
async function busyAfterAFrame(isLoading: boolean): Promise<boolean> {
  await document.fonts.ready;
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  const waiting = '[aria-busy=true], .mantine-Skeleton-root, [data-loading=true]';
  return document.querySelector(isLoading ? '[data-map=loading]' : `[data-map=loading], ${waiting}`) !== null;
}
