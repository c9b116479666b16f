import * as en from '@aegis/words/en';
import { beforeAll, describe, expect, it } from 'vitest';
import { speakWith } from '../words/speech';
import { actionWords, factWords } from './audit-words';

beforeAll(() => speakWith('en', en));

describe('an entry of the audit log', () => {
  it('is said in words, and never hidden when there are none', () => {
    expect(actionWords('POST /admin/users/:id/suspend')).toBe('Asked to suspend an account');
    expect(actionWords('user.suspended')).toBe('Suspended an account');
    expect(actionWords('PATCH /something/new')).toBe('PATCH /something/new');
  });

  it('names its facts', () => {
    expect(factWords({ facts: { cause: 'on_request', rows: 3 } })).toBe('cause: on_request, rows: 3');
    expect(factWords({ facts: {} })).toBe('');
  });

  it('says of facts that hold others what they hold, and of empty ones nothing', () => {
    const facts = { deleted_rows: 3, failed: {}, of: { guards: 2, none: [] }, days: [1, 30], by: null };
    expect(factWords({ facts })).toBe('deleted rows: 3, of: (guards: 2), days: 1 30, by: –');
  });
});
