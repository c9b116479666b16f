/** Pages to read: terms, privacy, help. */
export const about = {
  more: 'More about Aegis',
  version: 'Version of {version}',
  'terms.title': 'Terms',
  'terms.what': 'What Aegis is',
  'terms.whatText':
    'A marketplace: customers say where and when a guard is needed, licensed guards who work for themselves accept, and Aegis asks, pays and keeps the record. No job comes about before a guard has accepted it.',
  'terms.price': 'What it costs',
  'terms.priceText':
    'You name the rate. {percent} % of it keep the service running and are inside the price: of {hour} you pay no more than {hour}. The card is held when you book; charged is the time worked, {billing}, never more than was held without your consent.',
  'terms.cancel': 'Cancelling',
  'terms.guards': 'What guards agree to',
  'terms.guardsText':
    'They hold a valid licence of the state they work in, which a person of ours has seen, and share their position from acceptance to check-out, on jobs and never off them.',
  'terms.emergency': 'No emergency service',
  'terms.emergencyText':
    'In danger call 911. The alarm of a job tells our desk and the other party; it calls no police.',
  'privacy.title': 'Privacy',
  'privacy.positions': 'Positions',
  'privacy.positionsText':
    'Those of guards are read on a job alone, seen by its customer until it ends, and deleted after {days} days. Where customers are is never read; a job has the place they enter.',
  'privacy.others': 'What others see of you',
  'privacy.othersText':
    'The other party of a job sees your name and, of guards, photo, licence state and rating. Before a guard has accepted, customers see how many there are and roughly how far away: no names.',
  'privacy.cards': 'Cards and bank accounts',
  'privacy.cardsText': 'They are kept by our payment provider, Stripe. Aegis knows the last four digits.',
  'privacy.yours': 'Your data is yours',
  'privacy.yoursText':
    'In your account you save everything that is held on you, to read and for programs, and close the account: everything you wrote is erased {days} days later. What the law wants of money is kept without your name.',
  'help.title': 'Help',
  'help.danger': 'I am in danger',
  'help.dangerText':
    'Call 911 first. Then hold the alarm on the page of the job for two seconds: our desk and the other party see where you are.',
  'help.nobody': 'Nobody has accepted my job',
  'help.nobodyText':
    'We keep asking, further and further away, until the start. A higher rate finds more guards; you can change it on the page of the job. If nobody comes, you pay nothing.',
  'help.late': 'My guard is late',
  'help.lateText':
    'After {late} minutes you are both told. After {again} minutes you choose whether to wait or to have another guard asked; cancelling is free then.',
  'help.position': 'My phone does not know that I am at the site',
  'help.positionText':
    'Go into the open and wait a little. If it stays so, the customer sees a code of six digits: enter it under the button. Doubt about a position alone never costs you the job.',
  'help.hours': 'The hours are wrong',
  'help.hoursText':
    'For {hours} hours after the end either side can ask for others on the page of the job, with the reason. If you do not agree, a person of ours decides on the evidence.',
  'help.offline': 'There is no network',
  'help.offlineText':
    'Your shift stays open on the phone. Positions, check-in, check-out and messages are kept there and sent when there is a connection again.',
} as const;
