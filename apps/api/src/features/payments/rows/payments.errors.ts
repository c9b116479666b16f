import { catalogue } from '../../../platform/http/problem.js';

export const paymentErrors = catalogue({
  bad_signature: { status: 400, sentence: 'The signature of this event is missing, wrong or too old.' },
  payments_not_configured: { status: 503, sentence: 'Payments are not set up on this server.' },
  payment_provider_unreachable: {
    status: 503,
    sentence: 'The payment provider did not answer; nothing was changed. Try again shortly.',
  },
  payment_moved_on: { status: 409, sentence: 'The payment is in another state by now. Read it again.' },
  nothing_charged: { status: 409, sentence: 'Nothing was charged for this job (yet).' },
  tip_too_late: { status: 409, sentence: 'The time in which a tip can be given is over.' },
  tip_under_way: { status: 409, sentence: 'The card is being asked for another tip. Try again shortly.' },
  tip_too_large: { status: 422, sentence: 'That is more than can be given as a tip.' },
  no_hold_to_extend: { status: 409, sentence: 'The price of the job is not held yet, so that it cannot last longer.' },
  extension_under_way: { status: 409, sentence: 'The card is being asked for another extension. Try again shortly.' },
  card_holds_a_job: {
    status: 409,
    sentence: 'The price of a job is held on this card. It can be removed when the job is paid or cancelled.',
  },
  last_card_needed: {
    status: 409,
    sentence: 'A job of yours is still to be paid. Add another card before you remove this one.',
  },
  not_a_charge: { status: 422, sentence: 'Only a charge can be given back.' },
  not_charged_yet: { status: 409, sentence: 'Nothing was taken with this charge, so there is nothing to give back.' },
  already_refunded: { status: 409, sentence: 'This charge was given back in whole already.' },
  refund_exceeds_charge: { status: 422, sentence: 'That is more than what is left of this charge.' },
});
