import { expect, it } from 'vitest';
import { OFFER_TRANSITIONS, type OfferStatus } from './offers.states.js';

const STATES = Object.keys(OFFER_TRANSITIONS) as OfferStatus[];

it('an offer is answered once; only an acceptance can be given back', () => {
  const answers: OfferStatus[] = ['accepted', 'declined', 'expired', 'superseded'];
  for (const from of STATES)
    for (const to of STATES) {
      const isAllowed = from === 'offered' ? answers.includes(to) : from === 'accepted' && to === 'given_back';
      expect(OFFER_TRANSITIONS[from].includes(to), `${from} -> ${to}`).toBe(isAllowed);
    }
});
