/** What somebody who is not signed in may ask: whole groups, and single operations of others. */
const FOR_ANYBODY: ReadonlySet<string> = new Set([
  ...['auth', 'web', 'operations', 'phones'],
  ...['notifications.unsubscribe', 'passkeys.challenge', 'passkeys.signIn', 'sharing.look'],
]);

export const isForAnybody = (group: string, name: string): boolean =>
  FOR_ANYBODY.has(group) || FOR_ANYBODY.has(`${group}.${name}`);
