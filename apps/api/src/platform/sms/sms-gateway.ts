export interface Sms {
  /** E.164, without an extension. */
  to: string;
  text: string;
}

/** What a gateway answered other than that it has taken the message over. */
export class SmsRefused extends Error {
  constructor(
    readonly code: string,
    /** Whether the same can be taken over later. */
    readonly isPassing: boolean,
  ) {
    super(`the gateway said ${code}`);
  }
}

/** The way to people's phones without an application. */
export abstract class SmsGateway {
  /** False where no gateway is configured: nothing must be sent then. */
  abstract readonly isOffered: boolean;

  /** Resolves when the gateway has taken it over. Must not be called inside a transaction. @throws SmsRefused */
  abstract send(sms: Sms): Promise<void>;
}
