import type { CommandContext } from '../command.js';

const EVERY_MS = 10_000;

/** Tells, now and then, that what cannot say how far it is still goes on. */
export async function withProgress<Done>(
  { tell }: Pick<CommandContext, 'tell'>,
  what: string,
  work: () => Promise<Done>,
): Promise<Done> {
  const begun = Date.now();
  tell(`${what} ...`);
  const timer = setInterval(() => tell(`${what}: ${Math.round((Date.now() - begun) / 1000)} s`), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
