/** What a signed receipt proves and what it does not, and why one is refused. */
export const proof = {
  genuine: 'The receipt of job {job} is genuine.',
  proved: 'Proved:',
  notProved: 'Not proved:',
  refused: 'REFUSED: {reason}',
  'name.customer': 'the name of the customer',
  'name.guard': 'the name of the guard',
  'name.place': 'the place',
  'name.positions': 'the positions of the guard',
  'name.reason': 'the words of a correction',
  'proved.entries':
    'The platform has signed {count, plural, one {the one entry} other {all # entries}}; none is changed, missing or out of order as of {until}.',
  'proved.agreed':
    'A device that was signed in as the {party, select, guard {guard} other {customer}} agreed to {minutes} minutes for {money} at {at}{counts, select, yes {} other {; other hours count now}}.',
  'proved.shown': '{name}: {value}.',
  'proved.booked': 'Booked from {from} until {until} for {money}.',
  'proved.worked':
    'At work from {from} until {until}; {minutes} minutes count, {billed} are charged for: {money} is due.',
  'proved.notWorked': 'Not worked; {money} is due.',
  'proved.corrections': 'The hours were asked about {count, plural, one {once} other {# times}}.',
  'proved.money': 'Charged {charged}, given back {givenBack}, paid to the guard {paid}, as of {at}.',
  'open.later': 'What happened after {until}: a later file may hold more.',
  'open.device': 'Who held a device: the platform says who was signed in on it.',
  'open.truth': 'That what the platform was told and what phones sent was true.',
  'open.silent': 'That the {party, select, guard {guard} other {customer}} agreed: no device of theirs has signed.',
  'open.outdated': 'That the {party, select, guard {guard} other {customer}} agreed to the hours that count now.',
  'open.sealed': '{name}: sealed; whoever has its salt can show it, and nobody once it is erased.',
  many: '{count} of them, shown in the file',
  'refused.keys': 'The file of keys is not one: take /.well-known/aegis-receipts.json.',
  'refused.keysNotJson': 'The file of keys is not JSON.',
  'refused.notWhole': 'The file is not whole: it is not JSON.',
  'refused.notReceipt': 'The file is not a receipt: {where} {what}',
  'refused.strangeKey':
    '{entry, select, head {The head} other {Entry {entry}}} is signed with the key {key}, which is not among the platform’s keys.',
  'refused.changed':
    '{entry, select, head {The head} other {Entry {entry}}} was changed after it was signed, or was not signed by the platform.',
  'refused.retired':
    '{entry, select, head {The head} other {Entry {entry}}} is signed with the key {key} after it was retired.',
  'refused.otherHead': 'The head is of another job.',
  'refused.cut': 'Entries were cut off or added: there were {before} when the file was made, here are {here}.',
  'refused.otherJob': 'Entry {entry} is of another job.',
  'refused.order': 'Entries are missing or in another order: in place {place} is the one that was number {number}.',
  'refused.chain': 'Entry {entry} does not follow the one before it here.',
  'refused.device':
    'The signature of the {party, select, guard {guard} other {customer}}’s device is not one of these hours.',
  'refused.opening': 'What the file shows as {of} is not what was committed to.',
} as const;
