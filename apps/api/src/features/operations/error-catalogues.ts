import { conversationErrors } from '../conversations/conversations.errors.js';
import { deskErrors } from './desk/desk.errors.js';
import { guardProfileErrors } from '../guard-profiles/guard-profiles.errors.js';
import { identityErrors } from '../identity/identity.errors.js';
import { jobErrors } from '../jobs/jobs.errors.js';
import { matchingErrors } from '../matching/matching.errors.js';
import { notificationErrors } from '../notifications/notifications.errors.js';
import { paymentErrors } from '../payments/rows/payments.errors.js';
import { placeErrors } from '../places/places.errors.js';
import { privacyErrors } from '../privacy/privacy.errors.js';
import { trackingErrors } from '../tracking/tracking.errors.js';
import { httpErrors } from '../../platform/http/http.errors.js';
import type { ErrorEntry } from '../../platform/http/problem.js';

/** Every refusal there is, by feature. A code means one thing wherever it is answered. */
export const ERROR_CATALOGUES: Readonly<Record<string, Readonly<Record<string, ErrorEntry>>>> = {
  everywhere: httpErrors.entries,
  identity: identityErrors.entries,
  'guard-profiles': guardProfileErrors.entries,
  jobs: jobErrors.entries,
  matching: matchingErrors.entries,
  tracking: trackingErrors.entries,
  payments: paymentErrors.entries,
  privacy: privacyErrors.entries,
  places: placeErrors.entries,
  conversations: conversationErrors.entries,
  notifications: notificationErrors.entries,
  desk: deskErrors.entries,
};

export const ERROR_CODES: readonly string[] = Object.values(ERROR_CATALOGUES).flatMap((entries) =>
  Object.keys(entries),
);

/** The page people are sent to by the `type` of a problem; docs/errors.md is this text. */
export function describeErrors(): string {
  const sections = Object.entries(ERROR_CATALOGUES).map(([feature, entries]) => {
    const rows = Object.entries(entries).map(
      ([code, { status, sentence }]) => `| \`${code}\` | ${status} | ${sentence} |`,
    );
    return [`## ${feature}`, '', '| code | status | what it says |', '| --- | --- | --- |', ...rows, ''].join('\n');
  });
  const introduction =
    'Every refusal is `application/problem+json` (RFC 9457). Compare `code`; `detail` is for people and may change.';
  return ['# Errors', '', introduction, '', ...sections].join('\n').trimEnd() + '\n';
}
