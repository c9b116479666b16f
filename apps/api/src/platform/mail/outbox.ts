import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config, isLoopback } from '../config/config.js';

/** A mail or an SMS that was written down instead of sent. */
export interface WrittenDown {
  /** Of its file. */
  id: string;
  channel: 'email' | 'sms';
  to: string;
  at: Date;
  subject: string | null;
  /** Of a mail that has two forms, the plain one. */
  text: string;
}

const FILE = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z-[0-9a-f]{8}\.(eml|sms)$/;
const CHANNELS: Readonly<Record<string, WrittenDown['channel']>> = { eml: 'email', sms: 'sms' };

/** What `OutboxMailer` and `OutboxGateway` have written, for whoever plays with Aegis. */
@Injectable()
export class Outbox {
  private readonly directory: string;

  constructor(private readonly config: Config) {
    this.directory = join(config.dataDir, 'outbox');
  }

  /**
   * Only on the embedded database, which serves this machine alone, and only while nothing is really sent: what is in it lets
   * whoever reads it into accounts.
   */
  get isOpen(): boolean {
    const { databaseUrl, mail, sms, publicUrl } = this.config;
    const isOfThisMachine = publicUrl === undefined || isLoopback(new URL(publicUrl).hostname);
    return databaseUrl === undefined && !mail && !sms && isOfThisMachine;
  }

  /** The newest first. */
  async newest(most: number): Promise<WrittenDown[]> {
    // There is no directory before the first mail.
    const names = await readdir(this.directory).catch(() => []);
    const newest = names
      .filter((name) => FILE.test(name))
      .sort()
      .reverse()
      .slice(0, most);
    // One that is taken away meanwhile is old.
    const read = await Promise.all(newest.map((name) => this.read(name).catch(() => null)));
    return read.filter((item) => item !== null);
  }

  private async read(name: string): Promise<WrittenDown> {
    const [, day, hour, minute, second, millisecond, kind = ''] = FILE.exec(name) ?? [];
    const whole = await readFile(join(this.directory, name), 'utf8');
    const end = whole.indexOf('\r\n\r\n');
    const header = new Map(whole.slice(0, end).split('\r\n').map(fieldOf));
    return {
      id: name,
      channel: CHANNELS[kind] ?? 'email',
      to: header.get('to') ?? '',
      at: new Date(`${day}T${hour}:${minute}:${second}.${millisecond}Z`),
      subject: header.get('subject') ?? null,
      text: plainOf(whole.slice(end), header.get('content-type') ?? '').trim(),
    };
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(': ');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)];
}

/** Of several parts the first, which is the plain one. */
function plainOf(body: string, contentType: string): string {
  const boundary = /boundary="([^"]+)"/.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const [, first = ''] = body.split(`--${boundary}`);
  return first.slice(first.indexOf('\r\n\r\n'));
}
