import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import { type Sms, SmsGateway } from './sms-gateway.js';

const OWNER_ONLY = 0o600;

/** Writes SMS as files beside the mails of the outbox, for a person who plays with Aegis. */
export class OutboxGateway extends SmsGateway {
  readonly isOffered = true;

  constructor(
    private readonly directory: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  async send({ to, text }: Sms): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const name = this.clock.now().toISOString().replaceAll(/[:.]/g, '-');
    const file = join(this.directory, `${name}-${randomUUID().slice(0, 8)}.sms`);
    await writeFile(`${file}.partial`, `To: ${to}\r\n\r\n${text}\r\n`, { mode: OWNER_ONLY });
    await rename(`${file}.partial`, file);
  }
}
