import { afterEach, expect, it, vi } from 'vitest';
import { keys } from '../keys.js';
import { runOperatorCommand } from './operator-command.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('makes a key in a container, whose address is everybody’s, before there is a database', async () => {
  vi.stubEnv('HOST', '0.0.0.0');
  vi.stubEnv('DATABASE_URL', undefined);
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  expect(await runOperatorCommand(keys, ['generate', 'k1'])).toBe(0);
  expect(printed.join('')).toMatch(/^k1:[\w+/]{43}=\n$/);
});
