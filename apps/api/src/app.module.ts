import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ConversationsModule } from './features/conversations/conversations.module.js';
import { GuardProfilesModule } from './features/guard-profiles/guard-profiles.module.js';
import { IdentityModule } from './features/identity/identity.module.js';
import { JobsModule } from './features/jobs/jobs.module.js';
import { MatchingModule } from './features/matching/matching.module.js';
import { NotificationsModule } from './features/notifications/notifications.module.js';
import { OperationsModule } from './features/operations/operations.module.js';
import { PaymentsModule } from './features/payments/payments.module.js';
import { PlacesModule } from './features/places/places.module.js';
import { PrivacyModule } from './features/privacy/privacy.module.js';
import { TrackingModule } from './features/tracking/tracking.module.js';
import { WebModule } from './features/web/web.module.js';
import { AuditTrail } from './platform/audit/audit-trail.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import { AccessCheck } from './platform/http/access.js';
import { AnswerEncoder } from './platform/http/answer-encoder.js';
import { Idempotency } from './platform/http/idempotency.js';
import { LimitsModule } from './platform/http/limits/limits.module.js';
import { ProblemFilter } from './platform/http/problem-filter.js';
import { ReadingElsewhere } from './platform/http/reads-elsewhere.js';
import { Validation } from './platform/http/validation.js';
import { MailModule } from './platform/mail/mail.module.js';
import { PlatformModule } from './platform/platform.module.js';
import type { Platform } from './platform/platform.js';
import { RedisModule } from './platform/redis/redis.module.js';
import { SmsModule } from './platform/sms/sms.module.js';

/** Features from the lowest floor to the top; a feature uses only those before it. */
const FEATURES = [
  IdentityModule,
  JobsModule,
  GuardProfilesModule,
  MatchingModule,
  TrackingModule,
  PaymentsModule,
  PrivacyModule,
  ConversationsModule,
  NotificationsModule,
  OperationsModule,
  PlacesModule,
  WebModule,
];

@Module({})
export class AppModule {
  static with(platform: Platform): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CryptoModule,
        MailModule,
        RedisModule,
        SmsModule,
        LimitsModule,
        // Stopped before those above it: what is in hand may still send a mail.
        PlatformModule.with(platform),
        ...FEATURES,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessCheck },
        { provide: APP_INTERCEPTOR, useClass: AuditTrail },
        { provide: APP_INTERCEPTOR, useClass: Validation },
        { provide: APP_INTERCEPTOR, useClass: Idempotency },
        { provide: APP_INTERCEPTOR, useClass: AnswerEncoder },
        { provide: APP_INTERCEPTOR, useClass: ReadingElsewhere },
      ],
    };
  }
}
