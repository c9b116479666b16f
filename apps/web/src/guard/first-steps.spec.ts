import { describe, expect, it } from 'vitest';
import { type Readiness, stepsOf } from './first-steps';

const NOTHING: Readiness = {
  papersEntered: false,
  licenseScan: false,
  licenseVerified: false,
  photo: false,
  taxId: false,
  payoutAccount: false,
};
const next = (ready: Partial<Readiness>): string | undefined =>
  stepsOf({ ...NOTHING, ...ready }).find(({ state }) => state === 'open')?.name;

describe('what a first job needs', () => {
  it('begins with what somebody has to look at', () => {
    expect(next({})).toBe('papers');
    expect(next({ papersEntered: true })).toBe('scan');
  });

  it('goes on while the licence is being checked: there is always something that the guard can do', () => {
    expect(next({ papersEntered: true, licenseScan: true })).toBe('account');
    expect(next({ papersEntered: true, licenseScan: true, payoutAccount: true })).toBe('taxId');
    expect(next({ papersEntered: true, licenseScan: true, payoutAccount: true, taxId: true })).toBe('photo');
  });

  it('waits for us alone when the guard has done theirs', () => {
    const all = { papersEntered: true, licenseScan: true, payoutAccount: true, taxId: true, photo: true };
    expect(next(all)).toBeUndefined();
    expect(stepsOf({ ...NOTHING, ...all }).filter(({ state }) => state === 'waits')).toHaveLength(1);
    expect(stepsOf({ ...NOTHING, ...all, licenseVerified: true }).every(({ state }) => state === 'done')).toBe(true);
  });
});
