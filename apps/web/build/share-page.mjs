import { build } from 'vite';
import { counties } from './counties.mjs';

/**
 * The page of a shared job, as a build of its own after the application's: it shares no file with it, so that people without an
 * account load nothing of the application, and the application's worker keeps nothing of theirs.
 */
export function sharePage(page) {
  let config;
  return {
    name: 'aegis-share-page',
    apply: 'build',
    configResolved: (resolved) => void (config = resolved),
    // Before the files are compressed.
    closeBundle: {
      order: 'pre',
      sequential: true,
      handler: async () => {
        await build({
          configFile: false,
          logLevel: config.logLevel,
          root: config.root,
          publicDir: false,
          plugins: [counties()],
          build: {
            outDir: config.build.outDir,
            emptyOutDir: false,
            modulePreload: { polyfill: false },
            assetsInlineLimit: 0,
            chunkSizeWarningLimit: config.build.chunkSizeWarningLimit,
            rolldownOptions: { input: { share: page }, output: NAMES },
          },
        });
      },
    },
  };
}

const NAMES = {
  entryFileNames: 'assets/share-[hash].js',
  chunkFileNames: 'assets/share-[name]-[hash].js',
  assetFileNames: 'assets/share-[name]-[hash][extname]',
};
