import { catalogue } from '../../platform/http/problem.js';

export const jobErrors = catalogue({
  start_in_past: { status: 422, sentence: 'The start has passed. Choose a later one.' },
  start_too_far: { status: 422, sentence: 'The start is too far ahead to be booked.' },
  end_before_start: { status: 422, sentence: 'The end must come after the start.' },
  job_too_short: { status: 422, sentence: 'The job is shorter than can be booked.' },
  job_too_long: { status: 422, sentence: 'The job is longer than can be booked at once. Book it in parts.' },
  end_in_past: { status: 422, sentence: 'The end has passed. Choose a later one.' },
  place_too_vague: {
    status: 422,
    sentence: 'This is the middle of a ZIP code or town. Move the pin to where the guard is to come.',
  },
  job_edited: {
    status: 409,
    sentence: 'The job was changed meanwhile. Read it again and change what is still to be changed.',
  },
  job_has_begun: {
    status: 409,
    sentence: 'The guard is at work: place, rate and requirements stay as they are. The end can be extended.',
  },
  proposal_open: { status: 409, sentence: 'The guard has not answered your last proposal. Take it back first.' },
  proposal_gone: { status: 409, sentence: 'This proposal is no longer open.' },
  too_late_to_propose: { status: 422, sentence: 'It is too late to propose another time or place to the guard.' },
  job_moved_on: { status: 409, sentence: 'The job is in another state by now. Read it again.' },
  too_early: { status: 422, sentence: 'It is too early to check in.' },
  job_over: { status: 422, sentence: 'The booked time has passed; there is nothing to check in to.' },
  still_on_a_job: { status: 409, sentence: 'You have not checked out of another job. Check out there first.' },
  wrong_code: { status: 422, sentence: 'This is not the code that the customer sees.' },
  code_used_up: {
    status: 422,
    sentence: 'The code was wrong too often. Ask the customer to confirm in their app that you are here.',
  },
  reason_needed: { status: 422, sentence: 'The booked time is not over. Say why you leave.' },
  more_than_was_possible: { status: 422, sentence: 'The guard cannot have worked longer than since the check-in.' },
  outside_geofence: { status: 422, sentence: 'You are too far from the site.' },
  position_too_poor: {
    status: 422,
    sentence: 'The position is too inexact. Wait for a better fix, in the open if you can.',
  },
  position_not_current: {
    status: 422,
    sentence:
      'The position was not recorded just now, and the positions sent from then do not show you at the site. Check the clock of the phone, or send what it has kept first.',
  },
  stay_a_moment: {
    status: 422,
    sentence: 'The position is inexact. Stay, let the app send its positions, and try again in half a minute.',
  },
  on_break: { status: 409, sentence: 'Your break has not ended.' },
  not_on_break: { status: 409, sentence: 'You are not on a break.' },
  correction_open: { status: 409, sentence: 'Other hours have been asked for already. They are answered first.' },
  correction_gone: { status: 409, sentence: 'This was answered, decided or taken back meanwhile.' },
  correction_too_late: { status: 409, sentence: 'The time in which the hours can be corrected is over.' },
  own_correction: { status: 409, sentence: 'You have asked for this yourself; the other party answers.' },
  hours_decided: { status: 409, sentence: 'The hours of this job were decided by an administrator.' },
  nothing_to_correct: { status: 422, sentence: 'These are the hours that count already.' },
  extension_too_short: { status: 422, sentence: 'The new end must be later than the present one.' },
  guard_not_free: { status: 409, sentence: 'The guard has another job then. Book another guard for the rest.' },
  no_longer_eligible: { status: 409, sentence: 'Your licence, clearance or skills no longer fit this job.' },
  account_not_active: { status: 409, sentence: 'The account was suspended or closed. Nothing was booked.' },
  overlapping_job: { status: 409, sentence: 'You hold another job at that time.' },
  only_admin_ends_running_job: {
    status: 409,
    sentence: 'The guard is at work. Ask them to check out, or ask support to end the job.',
  },
});
