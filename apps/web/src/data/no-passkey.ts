/** The person has closed the dialog of the browser, or let it run out; or the device cannot do it. In words for people. */
export class NoPasskey extends Error {}

/** An address of digits, and one without TLS, have no passkeys. */
export const hasPasskeys = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window;
