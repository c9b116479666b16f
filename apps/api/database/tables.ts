// Written by "npm run db -- dump" from the migrations. Do not edit: CI compares it with what they make.

import {
  arrayOf,
  bigint,
  boolean,
  bytes,
  citext,
  day,
  dayRanges,
  double,
  geography,
  inet,
  instant,
  integer,
  jsonb,
  minuteRanges,
  numeric,
  oneOf,
  real,
  text,
  uuid,
} from '../src/platform/database/sql-types.js';
import type { JsonColumns } from './json-columns.js';

export const accountTokenPurpose = oneOf('account_token_purpose', [
  'verify_email',
  'reset_password',
  'cancel_erasure',
  'change_email',
  'use_rights',
]);
export const actorRole = oneOf('actor_role', ['customer', 'guard', 'admin', 'system']);
export const alarmState = oneOf('alarm_state', ['held', 'open', 'acknowledged', 'resolved', 'withdrawn']);
export const availabilityStatus = oneOf('availability_status', ['available', 'busy', 'offline']);
export const clearanceLevel = oneOf('clearance_level', ['basic', 'armed', 'executive']);
export const correctionKind = oneOf('correction_kind', ['minutes', 'break', 'beyond_end']);
export const correctionStatus = oneOf('correction_status', ['asked', 'to_decide', 'agreed', 'decided', 'withdrawn']);
export const deliveryChannel = oneOf('delivery_channel', ['push', 'email', 'sms']);
export const deliveryState = oneOf('delivery_state', ['queued', 'sending', 'sent', 'shown', 'failed']);
export const disputeStatus = oneOf('dispute_status', ['needs_answer', 'answered', 'won', 'lost']);
export const exportFormat = oneOf('export_format', ['json', 'pdf']);
export const jobEnd = oneOf('job_end', ['guard', 'clock', 'admin']);
export const jobStatus = oneOf('job_status', ['requested', 'matched', 'in_progress', 'completed', 'cancelled']);
export const jobType = oneOf('job_type', ['basic', 'event', 'executive', 'patrol', 'residential', 'retail']);
export const matchReason = oneOf('match_reason', ['wave', 'batch', 'came_on_duty']);
export const offerStatus = oneOf('offer_status', [
  'offered',
  'accepted',
  'declined',
  'expired',
  'superseded',
  'given_back',
]);
export const paymentPurpose = oneOf('payment_purpose', ['booking', 'hours', 'tip', 'credit']);
export const paymentStatus = oneOf('payment_status', [
  'pending',
  'processing',
  'authorized',
  'succeeded',
  'failed',
  'cancelled',
  'refunded',
  'disputed',
]);
export const paymentType = oneOf('payment_type', ['charge', 'payout', 'refund']);
export const presenceProof = oneOf('presence_proof', ['position', 'code', 'customer', 'admin']);
export const privacyRequestKind = oneOf('privacy_request_kind', ['export', 'erasure']);
export const privacyRequestStatus = oneOf('privacy_request_status', [
  'pending',
  'done',
  'cancelled',
  'failed',
  'expired',
]);
export const proposalStatus = oneOf('proposal_status', [
  'open',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
  'lapsed',
]);
export const userFileKind = oneOf('user_file_kind', ['photo', 'license_scan']);
export const userLanguage = oneOf('user_language', ['en', 'es']);
export const userRole = oneOf('user_role', ['customer', 'guard', 'admin']);
export const userStatus = oneOf('user_status', ['pending_verification', 'active', 'suspended', 'inactive']);
export const workKind = oneOf('work_kind', ['present', 'unknown', 'away', 'break']);

export const accountTokens = {
  tokenHash: bytes('token_hash'),
  userId: uuid('user_id'),
  purpose: accountTokenPurpose('purpose'),
  createdAt: instant('created_at'),
  expiresAt: instant('expires_at'),
  usedAt: instant.orNull('used_at'),
  email: citext.orNull('email'),
  updatedAt: instant('updated_at'),
};

export const alarms = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  raisedBy: uuid('raised_by'),
  clientId: uuid('client_id'),
  state: alarmState('state'),
  pressedAt: instant('pressed_at'),
  goesOutAt: instant('goes_out_at'),
  location: geography.orNull('location'),
  accuracyMeters: real.orNull('accuracy_meters'),
  acknowledgedBy: uuid.orNull('acknowledged_by'),
  acknowledgedAt: instant.orNull('acknowledged_at'),
  endedAt: instant.orNull('ended_at'),
  resolution: text.orNull('resolution'),
  updatedAt: instant('updated_at'),
};

export const auditLog = {
  position: bigint('position'),
  occurredAt: instant('occurred_at'),
  action: text('action'),
  actorId: uuid.orNull('actor_id'),
  actorRole: actorRole('actor_role'),
  subjectId: uuid.orNull('subject_id'),
  requestId: text.orNull('request_id'),
  facts: jsonb<JsonColumns['audit_log.facts']>()('facts'),
  previousHash: bytes('previous_hash'),
  hash: bytes('hash'),
};

export const bouncedPayouts = {
  stripePayoutId: text('stripe_payout_id'),
  guardId: uuid('guard_id'),
  amountCents: integer('amount_cents'),
  failureCode: text.orNull('failure_code'),
  bouncedAt: instant('bounced_at'),
  settledAt: instant.orNull('settled_at'),
  updatedAt: instant('updated_at'),
};

export const calendarFeeds = {
  userId: uuid('user_id'),
  tokenHash: bytes('token_hash'),
  madeAt: instant('made_at'),
  readAt: instant.orNull('read_at'),
  updatedAt: instant('updated_at'),
};

export const carriedBalances = {
  until: instant('until'),
  oursCents: bigint('ours_cents'),
  besideJobsCents: bigint('beside_jobs_cents'),
  carriedAt: instant('carried_at'),
};

export const corrections = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  askedBy: uuid('asked_by'),
  kind: correctionKind('kind'),
  status: correctionStatus('status'),
  fromMinutes: integer('from_minutes'),
  toMinutes: integer('to_minutes'),
  fromCents: integer('from_cents'),
  toCents: integer('to_cents'),
  reason: text('reason'),
  askedAt: instant('asked_at'),
  answerBy: instant('answer_by'),
  answeredAt: instant.orNull('answered_at'),
  answerReason: text.orNull('answer_reason'),
  decidedAt: instant.orNull('decided_at'),
  decidedBy: uuid.orNull('decided_by'),
  decidedMinutes: integer.orNull('decided_minutes'),
  decidedCents: integer.orNull('decided_cents'),
  decisionReason: text.orNull('decision_reason'),
  updatedAt: instant('updated_at'),
};

export const credits = {
  id: uuid('id'),
  customerId: uuid('customer_id'),
  jobId: uuid.orNull('job_id'),
  amountCents: integer('amount_cents'),
  usedCents: integer('used_cents'),
  withdrawnCents: integer('withdrawn_cents'),
  reason: text('reason'),
  givenBy: uuid('given_by'),
  givenAt: instant('given_at'),
  updatedAt: instant('updated_at'),
};

export const customerPlaces = {
  id: uuid('id'),
  userId: uuid('user_id'),
  label: text('label'),
  address: text('address'),
  location: geography('location'),
  siteRadiusMeters: integer('site_radius_meters'),
  notes: text.orNull('notes'),
  contactName: text.orNull('contact_name'),
  contactPhone: text.orNull('contact_phone'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
};

export const deadlines = {
  id: uuid('id'),
  kind: text('kind'),
  subjectId: uuid('subject_id'),
  dueAt: instant('due_at'),
  attempts: integer('attempts'),
  updatedAt: instant('updated_at'),
};

export const disputes = {
  id: uuid('id'),
  paymentId: uuid('payment_id'),
  stripeDisputeId: text('stripe_dispute_id'),
  status: disputeStatus('status'),
  isInquiry: boolean('is_inquiry'),
  amountCents: integer('amount_cents'),
  reason: text('reason'),
  openedAt: instant('opened_at'),
  answerBy: instant.orNull('answer_by'),
  answeredAt: instant.orNull('answered_at'),
  answeredBy: uuid.orNull('answered_by'),
  closedAt: instant.orNull('closed_at'),
  updatedAt: instant('updated_at'),
};

export const exportParts = {
  requestId: uuid('request_id'),
  part: integer('part'),
  content: bytes('content'),
  updatedAt: instant('updated_at'),
};

export const guardProfiles = {
  id: uuid('id'),
  userId: uuid('user_id'),
  licenseNumber: text.orNull('license_number'),
  licenseState: text.orNull('license_state'),
  licenseExpiresOn: day.orNull('license_expires_on'),
  licenseVerifiedAt: instant.orNull('license_verified_at'),
  clearanceLevel: clearanceLevel('clearance_level'),
  skills: jsonb<JsonColumns['guard_profiles.skills']>()('skills'),
  skillKeys: arrayOf(integer).orNull('skill_keys'),
  certifications: jsonb<JsonColumns['guard_profiles.certifications']>()('certifications'),
  availabilityStatus: availabilityStatus('availability_status'),
  hourlyRateCents: integer.orNull('hourly_rate_cents'),
  totalJobsCompleted: integer('total_jobs_completed'),
  averageRating: numeric.orNull('average_rating'),
  totalMinutesWorked: integer('total_minutes_worked'),
  currentLocation: geography.orNull('current_location'),
  locationUpdatedAt: instant.orNull('location_updated_at'),
  baseLocation: geography.orNull('base_location'),
  lastAssignedAt: instant.orNull('last_assigned_at'),
  taxIdEncrypted: text.orNull('tax_id_encrypted'),
  backgroundCheckEncrypted: text.orNull('background_check_encrypted'),
  metadata: jsonb<JsonColumns['guard_profiles.metadata']>()('metadata'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
  payoutsReadyAt: instant.orNull('payouts_ready_at'),
  backTo: availabilityStatus.orNull('back_to'),
  papersVersion: integer('papers_version'),
  licenseRefusedAt: instant.orNull('license_refused_at'),
  licenseRefusal: text.orNull('license_refusal'),
  timeZone: text.orNull('time_zone'),
  workingWeek: minuteRanges.orNull('working_week'),
  daysOff: dayRanges('days_off'),
  ratingCount: integer('rating_count'),
};

export const idempotencyKeys = {
  userId: uuid('user_id'),
  key: text('key'),
  requestHash: bytes('request_hash'),
  answer: jsonb<JsonColumns['idempotency_keys.answer']>().orNull('answer'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
};

export const invoices = {
  number: integer('number'),
  jobId: uuid('job_id'),
  seller: text('seller'),
  issuedAt: instant('issued_at'),
};

export const jobBreaks = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  beginsAt: instant('begins_at'),
  endsAt: instant.orNull('ends_at'),
  updatedAt: instant('updated_at'),
};

export const jobMessages = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  guardId: uuid('guard_id'),
  authorId: uuid('author_id'),
  clientId: uuid('client_id'),
  words: text('words'),
  writtenAt: instant('written_at'),
  readAt: instant.orNull('read_at'),
  updatedAt: instant('updated_at'),
};

export const jobProposals = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  guardId: uuid('guard_id'),
  status: proposalStatus('status'),
  changed: jsonb<JsonColumns['job_proposals.changed']>()('changed'),
  jobType: jobType('job_type'),
  locationAddress: text('location_address'),
  locationCoordinates: geography('location_coordinates'),
  siteRadiusMeters: integer('site_radius_meters'),
  startTime: instant('start_time'),
  endTime: instant('end_time'),
  requiredClearanceLevel: clearanceLevel('required_clearance_level'),
  requiredSkills: jsonb<JsonColumns['job_proposals.required_skills']>()('required_skills'),
  specialRequirements: jsonb<JsonColumns['job_proposals.special_requirements']>()('special_requirements'),
  hourlyRateCents: integer('hourly_rate_cents'),
  totalAmountCents: integer('total_amount_cents'),
  platformFeeCents: integer('platform_fee_cents'),
  guardPayoutCents: integer('guard_payout_cents'),
  proposedAt: instant('proposed_at'),
  expiresAt: instant('expires_at'),
  resolvedAt: instant.orNull('resolved_at'),
  appliedAt: instant.orNull('applied_at'),
  updatedAt: instant('updated_at'),
};

export const jobs = {
  id: uuid('id'),
  customerId: uuid('customer_id'),
  guardId: uuid.orNull('guard_id'),
  title: text('title'),
  description: text.orNull('description'),
  jobType: jobType('job_type'),
  status: jobStatus('status'),
  locationAddress: text('location_address'),
  locationCoordinates: geography('location_coordinates'),
  locationNotes: text.orNull('location_notes'),
  startTime: instant('start_time'),
  endTime: instant('end_time'),
  durationHours: numeric('duration_hours'),
  requiredClearanceLevel: clearanceLevel('required_clearance_level'),
  requiredSkills: jsonb<JsonColumns['jobs.required_skills']>()('required_skills'),
  specialRequirements: jsonb<JsonColumns['jobs.special_requirements']>()('special_requirements'),
  hourlyRateCents: integer('hourly_rate_cents'),
  totalAmountCents: integer('total_amount_cents'),
  platformFeeCents: integer('platform_fee_cents'),
  guardPayoutCents: integer('guard_payout_cents'),
  workedMinutes: integer.orNull('worked_minutes'),
  dueAmountCents: integer.orNull('due_amount_cents'),
  requestedAt: instant('requested_at'),
  matchedAt: instant.orNull('matched_at'),
  startedAt: instant.orNull('started_at'),
  completedAt: instant.orNull('completed_at'),
  cancelledAt: instant.orNull('cancelled_at'),
  checkInLocation: geography.orNull('check_in_location'),
  checkOutLocation: geography.orNull('check_out_location'),
  cancellationReason: text.orNull('cancellation_reason'),
  cancelledBy: uuid.orNull('cancelled_by'),
  metadata: jsonb<JsonColumns['jobs.metadata']>()('metadata'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
  reopenedAt: instant.orNull('reopened_at'),
  checkInProof: presenceProof.orNull('check_in_proof'),
  checkOutProof: presenceProof.orNull('check_out_proof'),
  endedBy: jobEnd.orNull('ended_by'),
  codeTries: integer('code_tries'),
  leftPostAt: instant.orNull('left_post_at'),
  arrivalTriedAt: instant.orNull('arrival_tried_at'),
  waitAskedAt: instant.orNull('wait_asked_at'),
  waitsUntil: instant.orNull('waits_until'),
  agreedCents: integer.orNull('agreed_cents'),
  promisedTravelSeconds: integer.orNull('promised_travel_seconds'),
  siteRadiusMeters: integer('site_radius_meters'),
  contactName: text.orNull('contact_name'),
  contactPhone: text.orNull('contact_phone'),
  version: integer('version'),
  termsChangedAt: instant.orNull('terms_changed_at'),
  cardId: text.orNull('card_id'),
  purchaseOrder: text.orNull('purchase_order'),
};

export const locationHistory = {
  guardId: uuid('guard_id'),
  jobId: uuid('job_id'),
  location: geography('location'),
  accuracyMeters: real('accuracy_meters'),
  altitudeMeters: real.orNull('altitude_meters'),
  speedMps: real.orNull('speed_mps'),
  headingDegrees: real.orNull('heading_degrees'),
  deviceType: text.orNull('device_type'),
  appVersion: text.orNull('app_version'),
  recordedAt: instant('recorded_at'),
  receivedAt: instant('received_at'),
  isOfflineUpload: boolean('is_offline_upload'),
};

export const matchDecisions = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  batchId: uuid.orNull('batch_id'),
  wave: integer('wave'),
  step: integer('step'),
  reason: matchReason('reason'),
  radiusMeters: integer('radius_meters'),
  inputs: jsonb<JsonColumns['match_decisions.inputs']>()('inputs'),
  ranking: text('ranking'),
  offered: integer('offered'),
  decidedAt: instant('decided_at'),
  nextAt: instant('next_at'),
};

export const messageDeliveries = {
  id: uuid('id'),
  messageId: uuid('message_id'),
  channel: deliveryChannel('channel'),
  targetId: uuid('target_id'),
  state: deliveryState('state'),
  attempts: integer('attempts'),
  dueAt: instant.orNull('due_at'),
  sentAt: instant.orNull('sent_at'),
  failure: text.orNull('failure'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
};

export const messages = {
  id: uuid('id'),
  causeId: uuid('cause_id'),
  userId: uuid('user_id'),
  kind: text('kind'),
  jobId: uuid.orNull('job_id'),
  facts: jsonb<JsonColumns['messages.facts']>()('facts'),
  topic: text.orNull('topic'),
  createdAt: instant('created_at'),
  expiresAt: instant.orNull('expires_at'),
  replacedAt: instant.orNull('replaced_at'),
  shownAt: instant.orNull('shown_at'),
  readAt: instant.orNull('read_at'),
  updatedAt: instant('updated_at'),
};

export const notificationSettings = {
  userId: uuid('user_id'),
  unsubscribeToken: text('unsubscribe_token'),
  quietFromMinute: integer.orNull('quiet_from_minute'),
  quietUntilMinute: integer.orNull('quiet_until_minute'),
  timeZone: text.orNull('time_zone'),
  updatedAt: instant('updated_at'),
};

export const notificationWishes = {
  userId: uuid('user_id'),
  category: text('category'),
  channel: deliveryChannel('channel'),
  isWanted: boolean('is_wanted'),
  updatedAt: instant('updated_at'),
};

export const offers = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  guardId: uuid('guard_id'),
  status: offerStatus('status'),
  wave: integer('wave'),
  distanceMeters: double('distance_meters'),
  score: double('score'),
  components: jsonb<JsonColumns['offers.components']>()('components'),
  payoutCents: integer('payout_cents'),
  offeredAt: instant('offered_at'),
  expiresAt: instant('expires_at'),
  resolvedAt: instant.orNull('resolved_at'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
  seenAt: instant.orNull('seen_at'),
  travelSeconds: integer.orNull('travel_seconds'),
};

export const passkeyChallenges = {
  id: uuid('id'),
  challenge: text('challenge'),
  userId: uuid.orNull('user_id'),
  createdAt: instant('created_at'),
  expiresAt: instant('expires_at'),
};

export const passkeys = {
  id: uuid('id'),
  userId: uuid('user_id'),
  credentialId: bytes('credential_id'),
  publicKey: bytes('public_key'),
  counter: bigint('counter'),
  transports: arrayOf(text)('transports'),
  isSynced: boolean('is_synced'),
  isBackedUp: boolean('is_backed_up'),
  name: text('name'),
  createdAt: instant('created_at'),
  lastUsedAt: instant.orNull('last_used_at'),
  updatedAt: instant('updated_at'),
};

export const pausedSearches = {
  jobId: uuid('job_id'),
  pausedAt: instant('paused_at'),
  updatedAt: instant('updated_at'),
};

export const payments = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  payerId: uuid.orNull('payer_id'),
  payeeId: uuid.orNull('payee_id'),
  refundOf: uuid.orNull('refund_of'),
  paymentType: paymentType('payment_type'),
  status: paymentStatus('status'),
  amountCents: integer('amount_cents'),
  platformFeeCents: integer('platform_fee_cents'),
  guardPayoutCents: integer('guard_payout_cents'),
  authorizedCents: integer.orNull('authorized_cents'),
  stripeFeeCents: integer.orNull('stripe_fee_cents'),
  stripePaymentIntentId: text.orNull('stripe_payment_intent_id'),
  stripeChargeId: text.orNull('stripe_charge_id'),
  stripeTransferId: text.orNull('stripe_transfer_id'),
  stripeRefundId: text.orNull('stripe_refund_id'),
  failureCode: text.orNull('failure_code'),
  failureMessage: text.orNull('failure_message'),
  metadata: jsonb<JsonColumns['payments.metadata']>()('metadata'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
  succeededAt: instant.orNull('succeeded_at'),
  failedAt: instant.orNull('failed_at'),
  isCurrent: boolean('is_current'),
  returnedAt: instant.orNull('returned_at'),
  stripeCustomerId: text.orNull('stripe_customer_id'),
  stripePaymentMethodId: text.orNull('stripe_payment_method_id'),
  stripeAccountId: text.orNull('stripe_account_id'),
  captureBefore: instant.orNull('capture_before'),
  standsInFor: uuid.orNull('stands_in_for'),
  extendTo: instant.orNull('extend_to'),
  mendBy: instant.orNull('mend_by'),
  retryAt: instant.orNull('retry_at'),
  checkedAt: instant.orNull('checked_at'),
  awaitsAccount: boolean('awaits_account'),
  reason: text.orNull('reason'),
  toReverseCents: integer('to_reverse_cents'),
  reversedCents: integer('reversed_cents'),
  stripeReversalId: text.orNull('stripe_reversal_id'),
  purpose: paymentPurpose('purpose'),
  paidOutOf: uuid.orNull('paid_out_of'),
  forProposal: uuid.orNull('for_proposal'),
  disputeId: uuid.orNull('dispute_id'),
  onSession: boolean('on_session'),
  stripeKeyNumber: integer('stripe_key_number'),
  isGuarantee: boolean('is_guarantee'),
  recoveredCents: integer('recovered_cents'),
  reversedAt: instant.orNull('reversed_at'),
  cardLast4: text.orNull('card_last4'),
};

export const privacyRequests = {
  id: uuid('id'),
  userId: uuid('user_id'),
  kind: privacyRequestKind('kind'),
  status: privacyRequestStatus('status'),
  format: exportFormat.orNull('format'),
  cause: oneOf('text', ['on_request', 'inactive'])('cause'),
  requestedAt: instant('requested_at'),
  dueAt: instant('due_at'),
  startedAt: instant.orNull('started_at'),
  finishedAt: instant.orNull('finished_at'),
  expiresAt: instant.orNull('expires_at'),
  outcome: jsonb<JsonColumns['privacy_requests.outcome']>()('outcome'),
  stepsDone: arrayOf(text)('steps_done'),
  updatedAt: instant('updated_at'),
};

export const pushSubscriptions = {
  id: uuid('id'),
  userId: uuid('user_id'),
  endpoint: text('endpoint'),
  p256dh: text('p256dh'),
  auth: text('auth'),
  device: text.orNull('device'),
  createdAt: instant('created_at'),
  sessionId: uuid.orNull('session_id'),
  updatedAt: instant('updated_at'),
};

export const queueWorkers = {
  id: uuid('id'),
  aliveUntil: instant('alive_until'),
};

export const queuedEvents = {
  id: uuid('id'),
  event: text('event'),
  consumer: text('consumer'),
  payload: jsonb<JsonColumns['queued_events.payload']>()('payload'),
  publishedAt: instant('published_at'),
  dueAt: instant('due_at'),
  attempts: integer('attempts'),
  takenBy: uuid.orNull('taken_by'),
  failedAt: instant.orNull('failed_at'),
};

export const receiptEntries = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  sequence: integer('sequence'),
  kind: oneOf('text', ['hours', 'agreement'])('kind'),
  party: actorRole.orNull('party'),
  body: text('body'),
  hash: bytes('hash'),
  previousHash: bytes.orNull('previous_hash'),
  keyId: text('key_id'),
  signature: bytes('signature'),
  createdAt: instant('created_at'),
};

export const receiptKeys = {
  id: text('id'),
  publicKey: bytes('public_key'),
  privateKeyEncrypted: text.orNull('private_key_encrypted'),
  createdAt: instant('created_at'),
  retiredAt: instant.orNull('retired_at'),
  updatedAt: instant('updated_at'),
};

export const receiptSalts = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  personId: uuid('person_id'),
  label: text('label'),
  salt: bytes('salt'),
  commitment: bytes('commitment'),
};

export const reconciliations = {
  id: uuid('id'),
  askedBy: uuid.orNull('asked_by'),
  days: integer('days'),
  askedAt: instant('asked_at'),
  heardAt: instant('heard_at'),
  movementsRead: integer('movements_read'),
  periodFrom: instant.orNull('period_from'),
  periodUntil: instant.orNull('period_until'),
  compared: integer.orNull('compared'),
  oursCents: bigint.orNull('ours_cents'),
  besideJobsCents: bigint.orNull('beside_jobs_cents'),
  stripeCents: bigint.orNull('stripe_cents'),
  differenceCount: integer.orNull('difference_count'),
  differences: jsonb<JsonColumns['reconciliations.differences']>()('differences'),
  failure: oneOf('text', ['provider_unreachable', 'provider_refuses', 'broken']).orNull('failure'),
  endedAt: instant.orNull('ended_at'),
  updatedAt: instant('updated_at'),
};

export const scheduledHolds = {
  jobId: uuid('job_id'),
  dueAt: instant('due_at'),
  createdAt: instant('created_at'),
};

export const scheduledRuns = {
  task: text('task'),
  slot: instant('slot'),
  startedAt: instant('started_at'),
  finishedAt: instant.orNull('finished_at'),
  outcome: jsonb<JsonColumns['scheduled_runs.outcome']>().orNull('outcome'),
};

export const sessions = {
  id: uuid('id'),
  userId: uuid('user_id'),
  tokenHash: bytes('token_hash'),
  device: text.orNull('device'),
  ip: inet.orNull('ip'),
  createdAt: instant('created_at'),
  lastActiveAt: instant('last_active_at'),
  expiresAt: instant('expires_at'),
  revokedAt: instant.orNull('revoked_at'),
  isForRights: boolean('is_for_rights'),
  updatedAt: instant('updated_at'),
};

export const shareLinks = {
  id: uuid('id'),
  tokenHash: bytes('token_hash'),
  jobId: uuid('job_id'),
  guardId: uuid('guard_id'),
  madeBy: uuid('made_by'),
  madeAt: instant('made_at'),
  endedAt: instant.orNull('ended_at'),
  updatedAt: instant('updated_at'),
};

export const signInFailures = {
  key: bytes('key'),
  failures: integer('failures'),
  firstFailedAt: instant('first_failed_at'),
  updatedAt: instant('updated_at'),
};

export const silentJobs = {
  jobId: uuid('job_id'),
  lastHeardAt: instant('last_heard_at'),
  noticedAt: instant('noticed_at'),
};

export const stripeEvents = {
  id: text('id'),
  type: text('type'),
  appliedAt: instant('applied_at'),
};

export const timeline = {
  id: bigint('id'),
  jobId: uuid.orNull('job_id'),
  userId: uuid.orNull('user_id'),
  type: text('type'),
  actorId: uuid.orNull('actor_id'),
  actorRole: actorRole('actor_role'),
  fromStatus: text.orNull('from_status'),
  toStatus: text.orNull('to_status'),
  details: jsonb<JsonColumns['timeline.details']>()('details'),
  occurredAt: instant('occurred_at'),
};

export const userFiles = {
  id: uuid('id'),
  userId: uuid('user_id'),
  kind: userFileKind('kind'),
  content: bytes('content'),
  width: integer('width'),
  height: integer('height'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
};

export const users = {
  id: uuid('id'),
  email: citext('email'),
  passwordHash: text('password_hash'),
  phone: text.orNull('phone'),
  firstName: text('first_name'),
  lastName: text('last_name'),
  role: userRole('role'),
  status: userStatus('status'),
  stripeCustomerId: text.orNull('stripe_customer_id'),
  stripeAccountId: text.orNull('stripe_account_id'),
  emailVerifiedAt: instant.orNull('email_verified_at'),
  identityVerifiedAt: instant.orNull('identity_verified_at'),
  metadata: jsonb<JsonColumns['users.metadata']>()('metadata'),
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
  lastLoginAt: instant.orNull('last_login_at'),
  deletedAt: instant.orNull('deleted_at'),
  totpSecretEncrypted: text.orNull('totp_secret_encrypted'),
  totpLastStep: bigint.orNull('totp_last_step'),
  inactivityWarnedAt: instant.orNull('inactivity_warned_at'),
  erasureDueAt: instant.orNull('erasure_due_at'),
  erasedAt: instant.orNull('erased_at'),
  statusBeforeClosing: userStatus.orNull('status_before_closing'),
  statusBeforeSuspension: userStatus.orNull('status_before_suspension'),
  recoveryHashes: arrayOf(bytes)('recovery_hashes'),
  companyName: text.orNull('company_name'),
  language: userLanguage('language'),
  termsVersion: text.orNull('terms_version'),
  termsAcceptedAt: instant.orNull('terms_accepted_at'),
};

export const workIntervals = {
  id: uuid('id'),
  jobId: uuid('job_id'),
  beginsAt: instant('begins_at'),
  endsAt: instant('ends_at'),
  kind: workKind('kind'),
  fixes: integer('fixes'),
};

export const workRecords = {
  jobId: uuid('job_id'),
  madeAt: instant('made_at'),
  workedMinutes: integer('worked_minutes'),
  dueAmountCents: integer('due_amount_cents'),
};
