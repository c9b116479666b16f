import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressed } from './build/compressed.mjs';
import { counties } from './build/counties.mjs';
import { serviceWorker } from './build/service-worker.mjs';
import { sharePage } from './build/share-page.mjs';
import { wordsFirst } from './build/words-first.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** `npm start` serves what is built; for work on pages run Vite's own server beside it: npx vite apps/web. */
export default defineConfig({
  root: here('.'),
  plugins: [
    react(),
    counties(),
    wordsFirst(),
    serviceWorker(here('./service-worker/service-worker.js')),
    compressed(),
    sharePage(here('./share.html')),
  ],
  build: {
    outDir: 'dist/site',
    emptyOutDir: true,
    // The polyfill would be an inline script, and every browser that runs MapLibre preloads modules by itself.
    modulePreload: { polyfill: false },
    // A font or icon as a data URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { index: here('./index.html'), app: here('./app.html') },
      // What every page starts with is one file: as 44, most of the time to the first page went into asking for them.
      output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/health': 'http://127.0.0.1:3000' } },
});
