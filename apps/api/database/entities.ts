import { GuardProfileEntity } from '../src/features/guard-profiles/guard-profile.entity.js';
import { SessionEntity } from '../src/features/identity/sessions/session.entity.js';
import { UserEntity } from '../src/features/identity/users/user.entity.js';
import { OfferEntity } from '../src/features/matching/offers/offer.entity.js';

/** Every table that TypeORM maps; entities.db.spec.ts holds them against the migrated schema. */
export const ENTITIES = [UserEntity, SessionEntity, GuardProfileEntity, OfferEntity];
