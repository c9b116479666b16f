interface TableDescription {
  purpose: string;
  /** For every table beside the six: why a column of one of them would not do. */
  whyNotAColumn?: string;
}

/** What docs/schema.md says of each table. */
export const TABLES: Record<string, TableDescription | undefined> = {
  users: {
    purpose:
      'Everybody with an account: customers, guards and administrators. A deleted user stays as a row without a person, because jobs and money point to it.',
  },
  sessions: {
    purpose: 'Who is signed in where. The token itself is stored nowhere: only its SHA-256.',
  },
  guard_profiles: {
    purpose: 'What makes a user a guard: licence, skills, rate, availability and the last position.',
  },
  jobs: {
    purpose:
      'One booking from the request to its end. What was booked changes with the word of whom it concerns; the status moves along one table.',
  },
  location_history: {
    purpose:
      'GPS fixes of guards on a job. One partition a day, so that thirty days of retention is dropping a table, not deleting rows.',
  },
  payments: {
    purpose: 'Every movement of money: charges, payouts, refunds. Rows are added and settled, never deleted.',
  },
  bounced_payouts: {
    purpose: 'What banks of guards have sent back, as long as no other bank has taken something.',
    whyNotAColumn: 'it is about money that we have paid already, of any number of jobs, and may happen again.',
  },
  credits: {
    purpose: 'What administrators have given customers for jobs to come, and how much of it is used.',
    whyNotAColumn: 'a customer is given it more than once, each time with who gave it and why.',
  },
  disputes: {
    purpose: 'Charges that the bank of a card contests: until when an answer counts, and how it ended.',
    whyNotAColumn:
      'a charge may be contested more than once, each time with a term, an answer and an end of its own, and only then is it known whose loss it is.',
  },
  offers: {
    purpose: 'One job shown to one guard for a limited time, with the score it was ranked by.',
    whyNotAColumn:
      'a job is offered to many guards, several at once, and each answer is needed later (who declined is not asked again).',
  },
  paused_searches: {
    purpose: 'Jobs whose terms were changed while they were offered, until the money of the new terms is in order.',
    whyNotAColumn: 'a job knows nothing of its search, and most searches are never paused.',
  },
  job_proposals: {
    purpose: 'Other terms for a job that has its guard, and what became of them.',
    whyNotAColumn:
      'the job keeps the terms it has until the guard has agreed, and more than one may be proposed in its life.',
  },
  job_breaks: {
    purpose: 'Breaks that a guard has taken on a job, as they pressed the button.',
    whyNotAColumn: 'a shift has any number of them.',
  },
  work_records: {
    purpose: 'What the hours of a job came to on the evidence, when it ended.',
    whyNotAColumn:
      'the job has the hours that count, which the two parties may agree to change; this is where they began, and stays.',
  },
  work_intervals: {
    purpose: 'The time of a job, piece by piece: present, unknown, away or on a break.',
    whyNotAColumn: 'a shift has any number of pieces, and each is evidence of its own.',
  },
  corrections: {
    purpose: 'Other hours that one party asked for, and what became of it.',
    whyNotAColumn: 'the hours stay as they are until both agree or somebody decides, and may be asked about again.',
  },
  customer_places: {
    purpose: 'Sites that a customer books again and again, with how the guard gets in.',
    whyNotAColumn: 'a customer has several, and their jobs stay as they were booked when a place is changed.',
  },
  match_decisions: {
    purpose:
      'Every wave of offers with all it was decided by: candidates, weights, the instant and the ranking that came of it.',
    whyNotAColumn:
      'a job has many waves, and the candidates who were not asked have no offer to keep their place in the ranking.',
  },
  deadlines: {
    purpose:
      'Moments at which something is to be looked at again: the end of a wave, of a search, of waiting for a guard.',
    whyNotAColumn:
      'a job waits for several moments at once, and a row can be locked and taken out by the one process that acts on it.',
  },
  queued_events: {
    purpose: 'Events that are still to be acted on, one row for each that acts; gone when it has.',
    whyNotAColumn: 'it is written with whatever change it tells of, and several act on it, each in its own time.',
  },
  queue_workers: {
    purpose: 'Processes that take events, and until when each is taken to be alive.',
    whyNotAColumn: 'a process holds many events, and shows with one write that it lives.',
  },
  timeline: {
    purpose: 'What happened to a job or a person, who did it and when. Rows are only added.',
    whyNotAColumn: 'a status column knows the last change alone, and a column can be overwritten.',
  },
  scheduled_holds: {
    purpose: 'Early bookings whose card is held later, because a card keeps money for some days only.',
    whyNotAColumn:
      'a job knows nothing of money, and a row of payments is an attempt with an amount, which may still change here.',
  },
  invoices: {
    purpose: 'The running number of a job’s invoice, and who sold when it was issued.',
    whyNotAColumn: 'a job knows nothing of papers; one row a number keeps the numbers without gaps.',
  },
  carried_balances: {
    purpose: 'What all money that moved up to the end of a closed day comes to, here and beside jobs.',
    whyNotAColumn: 'it is a sum over all rows of money, kept so that no look sums them all again.',
  },
  reconciliations: {
    purpose: 'Runs of reconciliation with the payment provider: how far one is, and what it has found.',
    whyNotAColumn: 'it concerns all money of a time and no single row, and the last ones are to be read again.',
  },
  stripe_events: {
    purpose: "The payment provider's events that were applied.",
    whyNotAColumn:
      'an event is delivered more than once, also for objects of which we have no row: only its own id, written with its effect, tells the second.',
  },
  idempotency_keys: {
    purpose: 'Requests that a caller may repeat, with the answer of the first time.',
    whyNotAColumn:
      'the key belongs to the request, whatever it changes, and must be there before the row that it makes.',
  },
  scheduled_runs: {
    purpose: 'Runs of scheduled work. The first process to write (task, slot) does the work of that slot.',
    whyNotAColumn: 'the work concerns no row of the six, and a slot must be claimed before it is done.',
  },
  silent_jobs: {
    purpose: 'Jobs under way whose guard has not been heard of for ten minutes, as long as that lasts.',
    whyNotAColumn:
      'most jobs are never silent, and a column would make every process that looks write to the row that check-out locks.',
  },
  passkeys: {
    purpose: 'Public keys of devices that sign somebody in. The other half never leaves the device.',
    whyNotAColumn: 'a person has several devices, each with a key, a name and a counter of its own.',
  },
  passkey_challenges: {
    purpose: 'What a device is to sign, once, within five minutes.',
    whyNotAColumn: 'whoever signs in is nobody yet, and several are under way at once.',
  },
  account_tokens: {
    purpose:
      'Links sent by mail: they confirm an address, set a new password or keep a closed account. Each works once.',
    whyNotAColumn:
      'several are out at the same time, each with an end of its own, and a used one must stay known as used.',
  },
  sign_in_failures: {
    purpose: 'Failed sign-ins of an account from an address, so that the sixth within a quarter of an hour is refused.',
    whyNotAColumn: 'they are counted by account and address, also for accounts that do not exist.',
  },
  privacy_requests: {
    purpose: 'Who asked for an export or an erasure, when it is due and what came of it.',
    whyNotAColumn:
      "a person asks more than once, and the proof that an erasure was done must outlive the person's data.",
  },
  export_parts: {
    purpose: 'An export that was made in the background, encrypted, in parts that are streamed; gone after seven days.',
    whyNotAColumn: 'it belongs to a request and can be larger than a value should be.',
  },
  user_files: {
    purpose: 'Profile photo and licence scan, decoded and encoded anew by us, encrypted.',
    whyNotAColumn: 'a picture in the row of a user would be read with every look at them.',
  },
  audit_log: {
    purpose: 'Who did what to whom in administration, security and privacy. Each row holds the hash of the one before.',
    whyNotAColumn: 'it must not be possible to change it together with what it tells of.',
  },
  job_messages: {
    purpose: 'What the customer and the guard of a job have written to each other.',
    whyNotAColumn: 'they write any number, and each is kept for a month only.',
  },
  share_links: {
    purpose: 'Links by which others follow a job under way; of their tokens only the hashes.',
    whyNotAColumn: 'a job has several, and each is ended by itself.',
  },
  calendar_feeds: {
    purpose: 'The secret address by which the calendar of a person reads their jobs; of its token only the hash.',
    whyNotAColumn: 'few have one, and making another one must not touch the row that every request reads.',
  },
  alarms: {
    purpose: 'Calls for help from a job under way: where from, and what came of them.',
    whyNotAColumn: 'a job can have several, and each is taken in hand and ended by itself.',
  },
  receipt_keys: {
    purpose: 'Keys that sign receipts: the public half of every one there was, the private half of the one that signs.',
    whyNotAColumn: 'they belong to no row of the six, and an old receipt is checked with the key of its day.',
  },
  receipt_entries: {
    purpose:
      'The signed receipt of a job, entry by entry: hours and money as they stood, and who agreed to which hours.',
    whyNotAColumn: 'each entry holds the hash of the one before, and none is ever changed.',
  },
  receipt_salts: {
    purpose: 'Salts of what receipts commit to without telling it: names, texts, the place, positions.',
    whyNotAColumn: 'they go with the person, the receipts stay.',
  },
  messages: {
    purpose: 'What a person is told of something that happened, and whether they have seen it.',
    whyNotAColumn: 'one thing that happens is told to several people, and each of them sees it or does not.',
  },
  message_deliveries: {
    purpose: 'A message on its way to one device, mailbox or phone, and how far it has come.',
    whyNotAColumn: 'a message is sent by several channels and to several devices, each with attempts of its own.',
  },
  push_subscriptions: {
    purpose: 'Browsers that show the messages of a person: where their push service is, and the keys to write to them.',
    whyNotAColumn: 'a person has several devices.',
  },
  notification_settings: {
    purpose: 'When a person is not to be disturbed, and the secret of their links that end e-mails.',
    whyNotAColumn: 'most people never say, and those who read a user need none of it.',
  },
  notification_wishes: {
    purpose: 'Kinds of messages that a person wants by a channel, or does not.',
    whyNotAColumn: 'there is one for every kind and channel, and only what differs from the rule is kept.',
  },
};
