// What must be known before the first paint. A file of its own, because inline scripts are not allowed.
(() => {
  // A dark page would flash white.
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
  } catch {
    // Storage is closed to this page: then the device decides.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');

  // The bar of the demo stands above everything: without its room the first words would jump.
  const config = document.getElementById('aegis-config')?.textContent ?? '';
  document.documentElement.toggleAttribute('data-demo', config.includes('"demo":{'));
})();
