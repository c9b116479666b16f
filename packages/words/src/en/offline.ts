/** Without network, and with a new version. */
export const offline = {
  device: 'You are offline. What you see is from your last connection.',
  server: 'The server does not answer. Nothing is lost; we try again every few seconds.',
  newVersion: 'A new version is ready',
  whenItSuits: 'Load it when it suits you.',
  loadNow: 'Load now',
} as const;
