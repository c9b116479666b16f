import type { FastifyInstance } from 'fastify';
import { type Config, isLoopback } from '../config/config.js';
import { httpErrors } from './http.errors.js';

/**
 * On a loopback address a server answers to the names of this machine and of PUBLIC_URL alone. A page of another site whose name
 * is made to mean 127.0.0.1 (DNS rebinding) is of the same origin to the browser of whoever reads it: no other check sees a
 * stranger in it. On other addresses a name protects nothing: whoever rebinds could come by themself.
 */
export function refuseOtherHosts(
  fastify: FastifyInstance,
  { host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>,
): void {
  if (!isLoopback(host)) return;
  const publicName = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  fastify.addHook('onRequest', (request, _reply, done) => {
    const name = nameOf(request.headers.host);
    done(
      name !== null && (isLoopback(name) || name === publicName) ? undefined : httpErrors.problem('host_not_served'),
    );
  });
}

/** Without port and brackets, lower case; null for what is no host. */
function nameOf(header: string | undefined): string | null {
  if (header === undefined || !URL.canParse(`http://${header}`)) return null;
  const { hostname, host, href } = new URL(`http://${header}`);
  if (href !== `http://${host}/`) return null;
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
