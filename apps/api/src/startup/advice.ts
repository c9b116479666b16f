import { type Config, isLoopback } from '../platform/config/config.js';

/** What the operator should know of how the server is reached, a sentence each; empty where nothing was left to be guessed. */
export function adviceOf({
  databaseUrl,
  superuserUrl,
  publicUrl,
  trustedProxies,
  host,
  metricsToken,
}: Config): string[] {
  const isHttps = publicUrl?.startsWith('https://') ?? false;
  const advice: string[] = [];
  if (isHttps && trustedProxies.includes('loopback'))
    advice.push(
      'PUBLIC_URL is https, so that a proxy on this machine is taken for granted: whom it names in X-Forwarded-For is who asks.',
    );
  if (isHttps && trustedProxies.length === 0)
    advice.push(
      'TRUSTED_PROXIES is not set although PUBLIC_URL is https: everybody is counted and locked out as one. Name the proxy in it.',
    );
  if (isHttps && metricsToken === undefined)
    advice.push('METRICS_TOKEN is not set, so that /metrics is shown to nobody: everybody comes by way of the proxy.');
  if (!isHttps && databaseUrl !== undefined && !isLoopback(host))
    advice.push(
      'PUBLIC_URL is not https: the cookies of sessions go over the network as they are. Set it to your address.',
    );
  if (superuserUrl !== undefined)
    advice.push(
      'DATABASE_SUPERUSER_URL is set: a server has no use for it. Keep it for "npm run db -- setup", elsewhere.',
    );
  return advice;
}
