import type { WireAnswer, api } from '@aegis/contract';

export type Readiness = WireAnswer<typeof api.guards.readiness>;

export interface Step {
  name: 'papers' | 'scan' | 'checked' | 'photo' | 'taxId' | 'account';
  /** `waits`: it is with us, and the guard need do nothing. */
  state: 'done' | 'waits' | 'open';
  /** Where it is done. */
  to: string;
}

const stateOf = (isDone: boolean): Step['state'] => (isDone ? 'done' : 'open');

/** In the order in which they are best done: what somebody else has to look at first. */
export function stepsOf(ready: Readiness): Step[] {
  return [
    { name: 'papers', state: stateOf(ready.papersEntered), to: '/profile' },
    { name: 'scan', state: stateOf(ready.licenseScan), to: '/profile' },
    { name: 'checked', state: ready.licenseVerified ? 'done' : 'waits', to: '/profile' },
    { name: 'account', state: stateOf(ready.payoutAccount), to: '/earnings' },
    { name: 'taxId', state: stateOf(ready.taxId), to: '/profile' },
    { name: 'photo', state: stateOf(ready.photo), to: '/account' },
  ];
}
