import { Injectable } from '@nestjs/common';
import { ConfirmHold } from './charges/confirm-hold.js';
import { PaymentsRepository } from './rows/payments.repository.js';
import { ReleaseHold } from './charges/release-hold.js';

/** Ends holds beside the one of the job: those whose place was taken, and those that came too late to take one. */
@Injectable()
export class ReleaseSpares {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly confirmation: ConfirmHold,
    private readonly holds: ReleaseHold,
  ) {}

  async releaseAll(jobId: string): Promise<void> {
    const spares = async () =>
      (await this.repository.ofJob(jobId)).filter((row) => row.type === 'charge' && !row.isCurrent);
    for (const attempt of await spares()) await this.confirmation.confirm(attempt);
    for (const spare of await spares()) await this.holds.release(spare);
  }
}
