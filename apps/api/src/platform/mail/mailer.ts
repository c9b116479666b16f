export interface Mail {
  to: string;
  subject: string;
  /** Plain text: nothing to click but addresses of this server, nothing that loads. */
  text: string;
}

/** The way to people's mailboxes. */
export abstract class Mailer {
  /** Resolves when the mail has been taken over. Must not be called inside a transaction. */
  abstract send(mail: Mail): Promise<void>;

  /** Throws away what was written down instead of sent before `moment`; with how many. */
  discardBefore(_moment: Date): Promise<number> {
    return Promise.resolve(0);
  }
}
