// Starts the application once the words that the page brought are on the screen. A file of its own, because inline scripts are
// not allowed; its element carries the addresses of what is to be started.
(() => {
  const { styles, modules } = JSON.parse(document.currentScript.dataset.start);
  const LONGEST_WAIT_MS = 1000;
  const PAINT = 'largest-contentful-paint';

  const add = (name, properties) =>
    new Promise((done) => {
      const element = Object.assign(document.createElement(name), properties, { onload: done, onerror: done });
      element.crossOrigin = '';
      document.head.append(element);
    });
  // The application never shows without its styles. Modules run in the order of the list.
  const start = async () => {
    await Promise.all(styles.map((href) => add('link', { rel: 'stylesheet', href })));
    for (const src of modules) void add('script', { type: 'module', async: false, src });
  };

  const painted = () =>
    new Promise((resolve) => {
      const isOfWords = ({ element }) => element?.closest('#first-words main');
      const observer = new PerformanceObserver((list) => {
        if (list.getEntries().some(isOfWords)) resolve();
      });
      observer.observe({ type: PAINT, buffered: true });
    });
  // For browsers that do not tell what they have painted: the next frame was.
  const framed = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const patience = () => new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS));

  // In a tab that nobody looks at nothing is painted.
  if (document.hidden) void start();
  else
    void Promise.race([
      PerformanceObserver.supportedEntryTypes.includes(PAINT) ? painted() : framed(),
      patience(),
    ]).then(start);
})();
