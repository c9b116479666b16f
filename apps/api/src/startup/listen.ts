import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config, ConfigurationError } from '../platform/config/config.js';

const SENTENCES: Record<string, (config: Config) => string> = {
  EADDRINUSE: ({ port }) => `PORT: ${port} is taken by another program. Stop it, or choose another port.`,
  EADDRNOTAVAIL: ({ host }) => `HOST: ${host} is no address of this machine.`,
  EACCES: ({ port }) => `PORT: ${port} may not be used by this account. Choose one above 1023.`,
};

/** Opens the port. @throws ConfigurationError in one sentence when it cannot be had */
export async function listen(app: NestFastifyApplication, config: Config): Promise<void> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    const sentence = SENTENCES[error instanceof Error && 'code' in error ? String(error.code) : ''];
    throw sentence ? new ConfigurationError(sentence(config)) : error;
  }
}
