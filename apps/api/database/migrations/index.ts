import { EnableExtensions1700000000001 } from './0001-enable-extensions.js';
import { UsersAndSessions1700000000002 } from './0002-users-and-sessions.js';
import { GuardProfiles1700000000003 } from './0003-guard-profiles.js';
import { Jobs1700000000004 } from './0004-jobs.js';
import { TimelineAndOffers1700000000005 } from './0005-timeline-and-offers.js';
import { LocationHistory1700000000006 } from './0006-location-history.js';
import { Payments1700000000007 } from './0007-payments.js';
import { IdempotencyAndSchedule1700000000008 } from './0008-idempotency-and-schedule.js';
import { Deadlines1700000000010 } from './0010-deadlines.js';
import { MatchDecisions1700000000011 } from './0011-match-decisions.js';
import { LocationPartitionsAtOnce1700000000020 } from './0020-location-partitions-at-once.js';
import { SilentJobs1700000000021 } from './0021-silent-jobs.js';
import { FixesAround1700000000022 } from './0022-fixes-around.js';
import { MoneyThatAddsUp1700000000030 } from './0030-money-that-adds-up.js';
import { ExtensionWithConsent1700000000031 } from './0031-extension-with-consent.js';
import { AccountSecurity1700000000040 } from './0040-account-security.js';
import { PrivacyRequests1700000000041 } from './0041-privacy-requests.js';
import { AuditLog1700000000042 } from './0042-audit-log.js';
import { MatchDecisionsByAge1700000000043 } from './0043-match-decisions-by-age.js';
import { FactsOfPayments1700000000050 } from './0050-facts-of-payments.js';
import { OwnEventQueue1700000000051 } from './0051-own-event-queue.js';
import { DurationIsKnown1700000000055 } from './0055-duration-is-known.js';
import { FiguresOverAllJobs1700000000057 } from './0057-figures-over-all-jobs.js';
import { StatusBeforeClosing1700000000058 } from './0058-status-before-closing.js';
import { ReopenedAt1700000000059 } from './0059-reopened-at.js';
import { ShiftInReality1700000000060 } from './0060-shift-in-reality.js';
import { PurposeOfPayments1700000000061 } from './0061-purpose-of-payments.js';
import { Hours1700000000062 } from './0062-hours.js';
import { PeopleAsStates1700000000065 } from './0065-people-as-states.js';
import { WorkingHoursAndPromises1700000000070 } from './0070-working-hours-and-promises.js';
import { SiteRadius1700000000075 } from './0075-site-radius.js';
import { EditableJobs1700000000076 } from './0076-editable-jobs.js';
import { JobProposals1700000000077 } from './0077-job-proposals.js';
import { CustomerPlaces1700000000078 } from './0078-customer-places.js';
import { OperatorsDesk1700000000080 } from './0080-operators-desk.js';
import { PrivacyByKey1700000000120 } from './0120-privacy-by-key.js';
import { ClosedAccountsAreThere1700000000125 } from './0125-closed-accounts-are-there.js';
import { RecoveryCodes1700000000126 } from './0126-recovery-codes.js';
import { CardOfAJob1700000000135 } from './0135-card-of-a-job.js';
import { Messages1700000000140 } from './0140-messages.js';
import { RightsOfTheSuspended1700000000150 } from './0150-rights-of-the-suspended.js';
import { ErasureInSteps1700000000151 } from './0151-erasure-in-steps.js';
import { Passkeys1700000000152 } from './0152-passkeys.js';
import { SignedReceipts1700000000155 } from './0155-signed-receipts.js';
import { CompanyAndPurchaseOrder1700000000158 } from './0158-company-and-purchase-order.js';
import { Disputes1700000000160 } from './0160-disputes.js';
import { CustomerAtTheBank1700000000161 } from './0161-customer-at-the-bank.js';
import { KeysOfAttempts1700000000162 } from './0162-keys-of-attempts.js';
import { BouncedPayouts1700000000163 } from './0163-bounced-payouts.js';
import { LocksThatLetReferencesIn1700000000165 } from './0165-locks-that-let-references-in.js';
import { GuaranteedWork1700000000166 } from './0166-guaranteed-work.js';
import { BooksByPeriod1700000000169 } from './0169-books-by-period.js';
import { JobMessages1700000000170 } from './0170-job-messages.js';
import { ShareLinks1700000000171 } from './0171-share-links.js';
import { Alarms1700000000172 } from './0172-alarms.js';
import { SessionOfADevice1700000000174 } from './0174-session-of-a-device.js';
import { LanguageOfPeople1700000000175 } from './0175-language-of-people.js';
import { CalendarFeeds1700000000176 } from './0176-calendar-feeds.js';
import { SearchByCoveringIndexes1700000000180 } from './0180-search-by-covering-indexes.js';
import { Reconciliations1700000000181 } from './0181-reconciliations.js';
import { Invoices1700000000182 } from './0182-invoices.js';
import { JobsByTheirEnd1700000000183 } from './0183-jobs-by-their-end.js';
import { TermsAccepted1700000000190 } from './0190-terms-accepted.js';
import { HoursAfterTheClock1700000000196 } from './0196-hours-after-the-clock.js';
import { RolesThatServe1700000000200 } from './0200-roles-that-serve.js';
import { PurposeCredit1700000000210 } from './0210-purpose-credit.js';
import { Credits1700000000211 } from './0211-credits.js';
import { DaysOnWorkers1700000000233 } from './0233-days-on-workers.js';
import {
  WhenJobsPartsChanged1700000000242,
  WhenMoneysPartsChanged1700000000243,
  WhenPrivacyChanged1700000000241,
  WhenSignInsChanged1700000000240,
} from './0240-when-rows-changed.js';

/** In order; a migration is frozen once it is on the main branch. */
export const MIGRATIONS = [
  EnableExtensions1700000000001,
  UsersAndSessions1700000000002,
  GuardProfiles1700000000003,
  Jobs1700000000004,
  TimelineAndOffers1700000000005,
  LocationHistory1700000000006,
  Payments1700000000007,
  IdempotencyAndSchedule1700000000008,
  Deadlines1700000000010,
  MatchDecisions1700000000011,
  LocationPartitionsAtOnce1700000000020,
  SilentJobs1700000000021,
  FixesAround1700000000022,
  MoneyThatAddsUp1700000000030,
  ExtensionWithConsent1700000000031,
  AccountSecurity1700000000040,
  PrivacyRequests1700000000041,
  AuditLog1700000000042,
  MatchDecisionsByAge1700000000043,
  FactsOfPayments1700000000050,
  OwnEventQueue1700000000051,
  DurationIsKnown1700000000055,
  FiguresOverAllJobs1700000000057,
  StatusBeforeClosing1700000000058,
  ReopenedAt1700000000059,
  ShiftInReality1700000000060,
  PurposeOfPayments1700000000061,
  Hours1700000000062,
  PeopleAsStates1700000000065,
  WorkingHoursAndPromises1700000000070,
  SiteRadius1700000000075,
  EditableJobs1700000000076,
  JobProposals1700000000077,
  CustomerPlaces1700000000078,
  OperatorsDesk1700000000080,
  PrivacyByKey1700000000120,
  ClosedAccountsAreThere1700000000125,
  RecoveryCodes1700000000126,
  CardOfAJob1700000000135,
  Messages1700000000140,
  RightsOfTheSuspended1700000000150,
  ErasureInSteps1700000000151,
  Passkeys1700000000152,
  SignedReceipts1700000000155,
  CompanyAndPurchaseOrder1700000000158,
  Disputes1700000000160,
  CustomerAtTheBank1700000000161,
  KeysOfAttempts1700000000162,
  BouncedPayouts1700000000163,
  LocksThatLetReferencesIn1700000000165,
  GuaranteedWork1700000000166,
  BooksByPeriod1700000000169,
  JobMessages1700000000170,
  ShareLinks1700000000171,
  Alarms1700000000172,
  SessionOfADevice1700000000174,
  LanguageOfPeople1700000000175,
  CalendarFeeds1700000000176,
  SearchByCoveringIndexes1700000000180,
  Reconciliations1700000000181,
  Invoices1700000000182,
  JobsByTheirEnd1700000000183,
  TermsAccepted1700000000190,
  HoursAfterTheClock1700000000196,
  RolesThatServe1700000000200,
  PurposeCredit1700000000210,
  Credits1700000000211,
  DaysOnWorkers1700000000233,
  WhenSignInsChanged1700000000240,
  WhenPrivacyChanged1700000000241,
  WhenJobsPartsChanged1700000000242,
  WhenMoneysPartsChanged1700000000243,
];
