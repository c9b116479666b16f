/* global VERSION, FILES */
/**
 * Keeps the application usable without network: its files, and the one page behind every address. Never answers for the API:
 * what is old must be shown as old, and only the application knows how.
 */
const CACHE = `aegis-${VERSION}`;
const PAGE = '/offline-shell';
const BESIDES = ['/before-paint.js', '/manifest.webmanifest', '/icons/aegis.svg', '/icons/aegis-192.png'];
const PATIENCE_MS = 3000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...BESIDES, ...FILES])));
});

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
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (/^\/(api|health|metrics)(\/|$)/.test(pathname)) return;
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
