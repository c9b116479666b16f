/** The first page; its claim stands in index.html too. */
export const landing = {
  title: 'Aegis: licensed security guards, when you need them',
  description:
    'Book a licensed security guard near you, see who comes and where they are, and pay only for the time worked.',
  claim: 'A licensed guard, when and where you need one.',
  how: 'Say where and when. Verified guards near by are asked at once; you see who comes, how far away they are, and pay only for the time worked.',
  book: 'Book a guard',
  work: 'Work as a guard',
  duty: 'Go to your duty',
  overview: 'Open the overview',
  'place.title': 'Tell us the place',
  'place.text':
    'An address or a pin on the map, now or later. You see how many guards would come, and the price, before you book.',
  'watch.title': 'Watch the guard come',
  'watch.text':
    'Every licence is checked by a person. On the way and on site you see where the guard is; their arrival is proved by their position.',
  'pay.title': 'Pay for the time worked',
  'pay.text': 'Your card is held when you book and charged after the job, {steps}.',
  price:
    'Of {hour} an hour the guard gets {guards}; {fee} keep the service running. <link>Connect your own software</link>',
  'proof.area': 'Anywhere in the United States: the price and how many guards would come are shown before you book.',
  'proof.licence': 'A person of ours has seen every licence and its picture, and looks again when it changes or ends.',
  'proof.arrival': 'Check-in is proved by position, or by a code that only you see.',
  'proof.receipt': 'Each shift ends with hours that both sides see and a signed receipt that anybody can check.',
  read: 'To read',
  'to.help': 'Help',
  'to.terms': 'Terms',
  'to.privacy': 'Privacy',
  noScript: 'Aegis needs JavaScript. Please allow it for this page.',
} as const;
