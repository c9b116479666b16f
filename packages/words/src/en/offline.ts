/** Without network, and with a new version. */
export const offline = {
  device: 'You are offline. What you see is from your last connection.',
  server: 'The server does not answer. Nothing is lost; we try again every few seconds.',
  newVersion: 'A new version is ready',
  whenItSuits: 'Load it when it suits you.',
  loadNow: 'Load now',
  oldPage: 'Aegis was renewed while this page was open. Load it again before you go on; what you have typed is kept.',
  loadAgain: 'Load again',
} as const;
