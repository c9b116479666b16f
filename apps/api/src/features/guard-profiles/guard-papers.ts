import { Injectable } from '@nestjs/common';
import { type api, type Answer, type BackgroundCheck, backgroundCheck } from '@aegis/contract';
import { FieldCipher, type Place } from '../../platform/crypto/field-cipher.js';
import { Platform } from '../../platform/platform.js';
import type { Actor } from '../../platform/timeline/timeline.js';
import { UserFiles } from '../identity/users/user-files.js';
import { JobCommitments } from '../jobs/parties/job-commitments.js';
import { guardEvents } from './guard-profiles.events.js';
import { GuardProfilesRepository, type PaperColumn } from './guard-profiles.repository.js';
import { GuardProfilesService } from './guard-profiles.service.js';

/** What is known of a guard that few may see: kept as ciphertext, each reading by others on the audit log. */
@Injectable()
export class GuardPapers {
  constructor(
    private readonly profiles: GuardProfilesService,
    private readonly repository: GuardProfilesRepository,
    private readonly files: UserFiles,
    private readonly commitments: JobCommitments,
    private readonly cipher: FieldCipher,
    private readonly platform: Platform,
  ) {}

  async setTaxId(userId: string, taxId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      await this.profiles.own(userId);
      await this.seal(userId, 'tax_id_encrypted', taxId);
      await this.platform.audit.record({
        action: 'guard.tax_id_set',
        actor: { id: userId, role: 'guard' },
        subjectId: userId,
      });
    });
  }

  /**
   * A picture of the licence is part of what an administrator has confirmed: with another one nothing is confirmed any more, and
   * jobs and offers that need it are let go of. Decoded before anything is locked.
   */
  async setLicenseScan(userId: string, picture: Uint8Array): Promise<void> {
    await this.files.put(userId, 'license_scan', picture, (keep) =>
      this.commitments.during({ userId, cause: 'papers_changed' }, async () => {
        await this.profiles.own(userId);
        await keep();
        await this.repository.countPapers(userId);
        await this.platform.queue.publish(guardEvents['guard.changed'], { guardId: userId });
      }),
    );
  }

  async readiness(userId: string): Promise<Answer<typeof api.guards.readiness>> {
    const [profile, licenseScan, photo, taxId, payoutAccount] = await Promise.all([
      this.profiles.own(userId),
      this.files.has(userId, 'license_scan'),
      this.files.has(userId, 'photo'),
      this.repository.paper(userId, 'tax_id_encrypted'),
      this.repository.isPayoutsReady(userId),
    ]);
    return {
      papersEntered: profile.licenseNumber !== null && profile.baseLocation !== null,
      licenseVerified: profile.licenseVerifiedAt !== null,
      licenseScan,
      photo,
      taxId: taxId !== null,
      payoutAccount,
    };
  }

  async lastFourOfTaxId(userId: string): Promise<string | null> {
    return (await this.open(userId, 'tax_id_encrypted'))?.slice(-4) ?? null;
  }

  async setBackgroundCheck(userId: string, check: BackgroundCheck, actor: Actor): Promise<void> {
    await this.platform.database.transaction(async () => {
      await this.profiles.get(userId);
      await this.seal(userId, 'background_check_encrypted', JSON.stringify(check));
      await this.platform.audit.record({
        action: 'guard.background_check_set',
        actor,
        subjectId: userId,
        facts: { result: check.result },
      });
    });
  }

  async backgroundCheck(userId: string): Promise<BackgroundCheck | null> {
    await this.profiles.get(userId);
    const text = await this.open(userId, 'background_check_encrypted');
    return text === null ? null : backgroundCheck.parse(JSON.parse(text));
  }

  private async seal(userId: string, column: PaperColumn, value: string): Promise<void> {
    await this.repository.setPaper(userId, column, this.cipher.encrypt(value, place(userId, column)));
  }

  private async open(userId: string, column: PaperColumn): Promise<string | null> {
    const sealed = await this.repository.paper(userId, column);
    return sealed === null ? null : this.cipher.decrypt(sealed, place(userId, column));
  }
}

const place = (userId: string, column: PaperColumn): Place => ({ table: 'guard_profiles', column, rowId: userId });
