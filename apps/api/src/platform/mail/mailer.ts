/** An entry for the calendar of whoever reads the mail, or one to be taken out of it (RFC 5546). */
export interface MailCalendar {
  method: 'PUBLISH' | 'CANCEL';
  text: string;
}

export interface Mail {
  to: string;
  subject: string;
  /** Plain text: nothing to click but addresses of this server, nothing that loads. */
  text: string;
  /** The same for programs that show it. */
  html?: string;
  /** Where one request ends mails of this kind (RFC 8058). */
  unsubscribeUrl?: string;
  /** The same for every try to send it: what comes twice is one mail to most programs. */
  messageId?: string;
  calendar?: MailCalendar;
}

export const CALENDAR_FILE = 'aegis.ics';

/** Headers beside the usual ones. */
export const headersOf = ({ unsubscribeUrl }: Mail): Record<string, string> =>
  unsubscribeUrl === undefined
    ? {}
    : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };

/** The way to people's mailboxes. */
export abstract class Mailer {
  /** Resolves when the mail has been taken over. Must not be called inside a transaction. */
  abstract send(mail: Mail): Promise<void>;

  /** Throws away what was written down instead of sent before `moment`; with how many. */
  discardBefore(_moment: Date): Promise<number> {
    return Promise.resolve(0);
  }
}
