import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { type Mail, Mailer } from './mailer.js';

/** Mails that nobody waits for: sent behind the request, a failure is logged, and the end of the process waits for them. */
@Injectable()
export class OutgoingMail implements OnApplicationShutdown {
  private readonly logger = new Logger('mail');
  private readonly underway = new Set<Promise<void>>();

  constructor(
    private readonly mailer: Mailer,
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** After the commit of the open transaction: a mail tells of what has happened. */
  send(mail: Mail): void {
    this.database.afterCommit(() => this.deliver(mail));
  }

  private deliver(mail: Mail): void {
    const sending: Promise<void> = this.mailer
      .send(mail)
      .catch((error: unknown) => this.logger.error(`"${mail.subject}" was not sent: ${String(error)}`))
      .finally(() => this.underway.delete(sending));
    this.underway.add(sending);
  }

  /** See `Mailer.discardBefore`. */
  discardBefore(moment: Date): Promise<number> {
    return this.mailer.discardBefore(moment);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.underway);
  }

  /** The address that mails come from, without a name; of this server where none is configured. */
  get address(): string {
    const { mail } = this.config;
    if (!mail) return `aegis@${new URL(this.baseUrl).hostname}`;
    return /<([^<>]+)>\s*$/.exec(mail.from)?.[1] ?? mail.from.trim();
  }

  /** What addresses in mails start with. */
  get baseUrl(): string {
    const { publicUrl, host, port } = this.config;
    return (publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(/\/+$/, '');
  }
}
