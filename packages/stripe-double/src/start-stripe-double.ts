import { serveControl } from './control-api.js';
import { StripeDouble, type StripeDoubleOptions } from './stripe-double.js';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

export async function startStripeDouble(options: StripeDoubleOptions = {}): Promise<StripeDouble> {
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK.includes(host)) throw new Error(`the Stripe double listens on loopback only, not on ${host}`);
  const double = new StripeDouble(host, options, serveControl);
  await double.listen(options.port ?? 0);
  return double;
}
