/* global VERSION, FILES, FILES_OF, WORDS */
/**
 * Keeps the application usable without network: its first files, those of the pages of whoever is signed in, and the one page behind
 * every address. Never answers for the API: what is old must be shown as old, and only the application knows how. Nor for an archive
 * of streets, which is read by parts: the browser keeps those that were looked at.
 */
const CACHE = `aegis-${VERSION}`;
const PAGE = '/offline-shell';
const BESIDES = ['/before-paint.js', '/manifest.webmanifest', '/icons/aegis.svg', '/icons/aegis-192.png'];
const PATIENCE_MS = 3000;
/** Not an address of the server: says in the cache whose pages are in it. */
const KEPT_FOR = '/kept-for';

self.addEventListener('install', (event) => event.waitUntil(begin()));

async function begin() {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...BESIDES, ...FILES]);
  // Whose pages an older version has kept: in the middle of a shift nothing may be lacking when this one takes over.
  const before = await caches.match(KEPT_FOR);
  if (before) await keepFor(await before.text());
}

/** The pages of a role, whole: only then it is said that they are there. */
async function keepFor(role) {
  const cache = await caches.open(CACHE);
  const had = await cache.match(KEPT_FOR);
  if (!Object.hasOwn(FILES_OF, role) || (await had?.text()) === role) return;
  await cache.addAll(FILES_OF[role]);
  await cache.put(KEPT_FOR, new Response(role));
}

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('aegis-') && name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** The page asks for this when its user agrees to the new version. */
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
  // Without network or room for it they are kept at the next start.
  if (event.data?.keepFor) event.waitUntil(keepFor(event.data.keepFor).catch(() => undefined));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (/^\/(api|health|metrics)(\/|$)/.test(pathname) || pathname.endsWith('.pmtiles')) return;
  // For people without an account, who want it as it is now or not at all.
  if (pathname === '/share') return;
  event.respondWith(request.mode === 'navigate' ? pageFor(request) : fileFor(request));
});

/** The server's page while it answers: it carries the rules of this moment (content security policy). */
async function pageFor(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

async function fileFor(request) {
  return (await caches.match(request)) ?? fetch(request);
}

const API = '/api/v1';
const ICON = '/icons/aegis-192.png';
const ACTIONS = ['accept', 'decline'];
/** A message of an older server tells no language. */
const wordsOf = ({ language }) => WORDS[language] ?? WORDS.en;
const actionsOf = (message) => ACTIONS.map((action) => ({ action, title: wordsOf(message)[action] }));
/** What takes back what was said before makes no sound of its own. */
const QUIET = new Set(['offer_gone']);

const WRITTEN = new Set(['written_by_guard', 'written_by_customer']);

/** Browsers show something of their own for a push that shows nothing, so everything that comes is shown. */
self.addEventListener('push', (event) => {
  const message = event.data?.json();
  if (message) event.waitUntil(tell(message));
});

async function tell(message) {
  const isOver = message.expiresAt !== null && Date.parse(message.expiresAt) <= Date.now();
  if (isOver) await show(message, { title: wordsOf(message).ended, body: message.body, isQuiet: true });
  else if (await isLookedAt(message)) {
    // Whoever writes to each other needs no notification of what they are reading.
  } else {
    // A server that died while it sent may send once more: what is shown already makes no second sound.
    const shown = await self.registration.getNotifications({ tag: message.tag });
    const isQuiet = QUIET.has(message.kind) || shown.some(({ data }) => data?.id === message.id);
    await show(message, { actions: message.offerId === null ? [] : actionsOf(message), isQuiet });
  }
  // The state of a job is newer than the reminder of it.
  const reminders = await self.registration.getNotifications({ tag: message.tag.replace(/^job:/, 'reminder:') });
  for (const shown of reminders) if (shown.data?.id !== message.id && message.tag.startsWith('job:')) shown.close();
  await badge(message.unread);
  // What came too late to be answered has not reached the guard.
  if (!isOver) await say(`/notifications/${message.id}/shown`, { subscriptionId: message.subscriptionId });
}

/** What was written is on the page that is open in front of them: no browser asks for a notification then. */
async function isLookedAt({ kind, link }) {
  if (!WRITTEN.has(kind)) return false;
  const tabs = await self.clients.matchAll({ type: 'window' });
  return tabs.some(({ url, visibilityState }) => visibilityState === 'visible' && new URL(url).pathname === link);
}

/** One notification of a tag: what is newer takes the place of what is no longer true. */
function show(message, { title = message.title, body = message.body, actions = [], isQuiet = false }) {
  return self.registration.showNotification(title, {
    body,
    tag: message.tag,
    data: message,
    icon: ICON,
    badge: ICON,
    actions,
    silent: isQuiet,
    renotify: !isQuiet,
    requireInteraction: actions.length > 0,
  });
}

async function badge(unread) {
  if (!('setAppBadge' in navigator)) return;
  await (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
}

/** As the person who is signed in here; undefined without an answer. */
function say(path, body, headers = {}) {
  return fetch(API + path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  }).catch(() => undefined);
}

self.addEventListener('notificationclick', (event) => {
  const { action, notification } = event;
  notification.close();
  const isAnswer = ACTIONS.includes(action);
  event.waitUntil(isAnswer ? answer(notification.data, action) : open(notification.data.link));
});

/** Without opening the application: what came of it takes the place of the offer. */
async function answer(message, action) {
  const path = `/offers/${message.offerId}/${action}`;
  const answered = await say(path, undefined, { 'idempotency-key': `${action}-${message.id}` });
  await show(message, await outcomeOf(answered, action, message));
}

async function outcomeOf(answered, action, message) {
  const words = wordsOf(message);
  if (!answered)
    return { title: words.notSent, body: `${message.title}. ${message.body}`, actions: actionsOf(message) };
  if (answered.ok && action === 'decline') return { title: words.declined, body: message.body, isQuiet: true };
  if (answered.ok) {
    const job = await answered.json();
    message.link = `/jobs/${job.id}`;
    return { title: words.yours, body: message.body, isQuiet: true };
  }
  if (answered.status === 401) return { title: words.signIn, body: message.body };
  const problem = await answered.json().catch(() => ({}));
  return { title: action === 'accept' ? words.notAccepted : words.notDeclined, body: problem.detail ?? message.body };
}

/** In the tab that is open, which loses nothing of what it holds; a new one only where there is none. */
async function open(link) {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const tab = tabs.find(({ visibilityState }) => visibilityState === 'visible') ?? tabs[0];
  if (!tab) return self.clients.openWindow(link);
  await tab.focus().catch(() => undefined);
  tab.postMessage({ open: link });
}

/** The browser has another address for this device now. */
self.addEventListener('pushsubscriptionchange', (event) => {
  const options = event.oldSubscription?.options;
  if (options) event.waitUntil(subscribeAgain(options));
});

async function subscribeAgain(options) {
  const { endpoint, keys } = (await self.registration.pushManager.subscribe(options)).toJSON();
  await say('/push/subscriptions', { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
}
