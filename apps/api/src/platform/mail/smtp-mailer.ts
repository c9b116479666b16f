import { createTransport, type Transporter } from 'nodemailer';
import { CALENDAR_FILE, headersOf, type Mail, Mailer } from './mailer.js';

const TIMEOUT_MS = 10_000;

/** Sends through the server of MAIL_URL (`smtp://` with STARTTLS where offered, or `smtps://`). */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    const { protocol, hostname, port, username, password } = new URL(url);
    this.transport = createTransport({
      host: hostname,
      port: port === '' ? undefined : Number(port),
      secure: protocol === 'smtps:',
      ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      connectionTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
  }

  async send(mail: Mail): Promise<void> {
    const { to, subject, text, html, messageId, calendar } = mail;
    await this.transport.sendMail({
      from: this.from,
      // As an object, so that an address is never parsed for a second one.
      to: { name: '', address: to },
      subject,
      text,
      ...(html !== undefined && { html }),
      ...(messageId !== undefined && { messageId }),
      ...(calendar && { icalEvent: { method: calendar.method, filename: CALENDAR_FILE, content: calendar.text } }),
      headers: headersOf(mail),
    });
  }
}
