import { isIP } from 'node:net';
import { z } from 'zod';
import { KeyRing, KeyRingError } from '../crypto/key-ring.js';
import { databaseUrl, replicaUrls } from '../database/address.js';
import { type CancellationBand, cancellationBands } from './cancellation-bands.js';
import { type MapAccess, mapSettings, readMap, refuseStylesBesideTiles } from './map-settings.js';
import { type OtlpAccess, otlpSettings, readOtlp } from './otlp.js';
import { rulesSchema, type Rules } from './rules.js';
import { type SalesTaxRates, salesTaxRates } from './sales-tax-rates.js';
import { type Role, ROLES } from './role.js';
import { isStandIn, type StandInName, standInsOf } from './stand-ins.js';
import { unknownSettings } from './unknown-settings.js';

const environmentSchema = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    /** Where people reach this server; links in answers start with it. */
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must start with https:// or http://' }).optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).optional(),
    /** What this process does of all that is to be done; the flag --role says it too. */
    AEGIS_ROLE: z.enum(ROLES).default('all'),
    AEGIS_DATA_DIR: z.string().min(1).default('.aegis'),
    DATABASE_URL: databaseUrl.optional(),
    /** Past a pooler, with sessions that are kept; the owner of the tables where DATABASE_URL is a role that only serves. */
    DATABASE_DIRECT_URL: databaseUrl.optional(),
    /** DATABASE_URL leads through a pooler that lends a session for one transaction: PgBouncer in transaction mode. */
    DATABASE_POOLED: z.stringbool().default(false),
    /** For `db setup` alone, which makes roles, the database and extensions. */
    DATABASE_SUPERUSER_URL: databaseUrl.optional(),
    /** Names of prepared statements; a pooler has to know them (PgBouncer 1.21). */
    DATABASE_STATEMENT_NAMES: z.enum(['on', 'off']).optional(),
    /** Streaming replicas, which answer reads that change nothing for whoever asks. */
    DATABASE_REPLICA_URLS: replicaUrls.optional(),
    /** A read waits so long for a replica to have what the primary has; one that is further behind is not asked. */
    DATABASE_REPLICA_MAX_LAG_MS: z.coerce.number().int().min(10).max(5_000).default(500),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(20),
    DATABASE_STATEMENT_TIMEOUT_MS: z.coerce.number().int().min(100).default(15_000),
    ...mapSettings,
    /** A server with Nominatim's interface; none: ZIP codes and towns of the USA, which are on board. */
    GEOCODER_URL: z.url().optional(),
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must start with redis:// or rediss://' }).optional(),
    CANCELLATION_POLICY: cancellationBands.prefault('24:0,12:25,2:50,0:100'),
    /** By the state of the site, a part of what customers pay: on papers. */
    SALES_TAX_RATES: salesTaxRates.prefault(''),
    /** Who sells, line by line: `Acme Guards LLC|1 Main Street|Austin, TX 78701|EIN 12-3456789`. With it papers are invoices. */
    INVOICE_SELLER: z.string().max(500).prefault(''),
    STRIPE_SECRET_KEY: z
      .string()
      .regex(/^(sk|rk)_(test|live)_/, 'must start with sk_test_, sk_live_, rk_test_ or rk_live_')
      .optional(),
    STRIPE_PUBLISHABLE_KEY: z
      .string()
      .regex(/^pk_(test|live)_/, 'must start with pk_test_ or pk_live_')
      .optional(),
    STRIPE_WEBHOOK_SECRET: z
      .string()
      .regex(
        /^whsec_\w+(,\s*whsec_\w+)*$/,
        'must start with whsec_; two while one replaces the other, with a comma between',
      )
      .optional(),
    /** Of the endpoint for events of connected accounts; Stripe gives each endpoint a secret of its own. */
    STRIPE_CONNECT_WEBHOOK_SECRET: z
      .string()
      .regex(
        /^whsec_\w+(,\s*whsec_\w+)*$/,
        'must start with whsec_; two while one replaces the other, with a comma between',
      )
      .optional(),
    STRIPE_MAY_BE_AWAY: z.stringbool().default(false),
    /** A Stripe double that several processes share, on this machine: what a test key talks to instead of Stripe. */
    STRIPE_DOUBLE: z.string().transform(readLoopbackAddress).optional(),
    /** Keys of encrypted fields, `name:base64` of 32 bytes each, the active one first. */
    ENCRYPTION_KEYS: z.string().transform(readKeys).optional(),
    MAIL_URL: z.url({ protocol: /^smtps?$/, error: 'must start with smtp:// or smtps://' }).optional(),
    MAIL_FROM: z.string().min(3).default('Aegis <no-reply@localhost>'),
    /** Of web push (RFC 8292): `public:private`, as `npm run --silent keys -- vapid` makes them. */
    VAPID_KEYS: z
      .string()
      .regex(/^[\w-]{87}:[\w-]{43}$/, 'is not what "npm run --silent keys -- vapid" prints')
      .optional(),
    /** Whom push services write to when something is wrong with what we send. */
    VAPID_SUBJECT: z
      .string()
      .regex(/^(mailto:.+@.+|https:\/\/.+)$/, 'must be a mailto: or https: address')
      .optional(),
    /** A push service on this machine, for tests: the certificates that it is trusted by. */
    PUSH_LOCAL_CA: z.string().min(1).optional(),
    TWILIO_ACCOUNT_SID: z
      .string()
      .regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
      .optional(),
    TWILIO_AUTH_TOKEN: z.string().min(16).optional(),
    /** A number with its country, or a messaging service. */
    TWILIO_FROM: z
      .string()
      .regex(/^(\+\d{5,15}|MG[0-9a-f]{32})$/, 'must be a number as +12135550100, or MG...')
      .optional(),
    /** Origins whose pages may call with the session's cookie, beside our own; separated by commas. */
    CORS_ORIGINS: z.string().default('').transform(readOrigins),
    RATE_LIMITS: z.enum(['on', 'off']).optional(),
    ADMIN_SECOND_FACTOR: z.enum(['required', 'off']).optional(),
    ...otlpSettings,
    /** Whoever asks for /metrics shows it as a bearer token. */
    METRICS_TOKEN: z.string().min(16).optional(),
    /** Proxies in front whose X-Forwarded-For is believed: addresses or networks, separated by commas. */
    TRUSTED_PROXIES: z.string().default('').transform(readList),
    /** Stand-ins that are meant also on an address that others reach. */
    STAND_INS: z.string().default('').transform(readStandIns),
    /** Between "not ready" and the end of listening: how long load balancers need to see it. */
    STOP_DELAY_MS: z.coerce.number().int().min(0).max(60_000).default(0),
  })
  .superRefine(refuseStylesBesideTiles)
  .superRefine((environment, context) => {
    for (const name of ['DATABASE_DIRECT_URL', 'DATABASE_POOLED', 'DATABASE_REPLICA_URLS'] as const)
      if (environment[name] && !environment.DATABASE_URL)
        context.addIssue({ code: 'custom', path: [name], message: 'needs DATABASE_URL' });
    if (environment.STRIPE_SECRET_KEY)
      for (const name of ['STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET', 'DATABASE_URL'] as const)
        if (!environment[name])
          context.addIssue({ code: 'custom', path: [name], message: 'is needed when STRIPE_SECRET_KEY is set' });
    if (
      environment.STRIPE_PUBLISHABLE_KEY &&
      isLive(environment.STRIPE_SECRET_KEY) !== isLive(environment.STRIPE_PUBLISHABLE_KEY)
    )
      context.addIssue({
        code: 'custom',
        path: ['STRIPE_PUBLISHABLE_KEY'],
        message: 'must be of the same mode as STRIPE_SECRET_KEY: both live, or both test',
      });
    if (environment.STRIPE_DOUBLE && !(environment.STRIPE_SECRET_KEY ?? '').includes('_test_'))
      context.addIssue({ code: 'custom', path: ['STRIPE_DOUBLE'], message: 'needs a test key in STRIPE_SECRET_KEY' });
    if (environment.AEGIS_ROLE !== 'all')
      for (const name of ['DATABASE_URL', 'REDIS_URL'] as const)
        if (!environment[name])
          context.addIssue({
            code: 'custom',
            path: [name],
            message: 'is needed when AEGIS_ROLE gives each process a part',
          });
    if (environment.TWILIO_ACCOUNT_SID)
      for (const name of ['TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const)
        if (!environment[name])
          context.addIssue({ code: 'custom', path: [name], message: 'is needed when TWILIO_ACCOUNT_SID is set' });
    if (environment.PUSH_LOCAL_CA && !isForTrial(environment.HOST, environment.STRIPE_SECRET_KEY))
      context.addIssue({
        code: 'custom',
        path: ['PUSH_LOCAL_CA'],
        message: 'can be set only on a loopback HOST and without live Stripe keys',
      });
    if (environment.ADMIN_SECOND_FACTOR === 'off' && !isForTrial(environment.HOST, environment.STRIPE_SECRET_KEY))
      context.addIssue({
        code: 'custom',
        path: ['ADMIN_SECOND_FACTOR'],
        message: 'can be off only on a loopback HOST and without live Stripe keys',
      });
    if (!isLoopback(environment.HOST))
      for (const { name, insteadOf, sentence } of standInsOf(environment))
        if (!environment.STAND_INS.includes(name))
          context.addIssue({
            code: 'custom',
            path: [insteadOf],
            message: `is needed on an address that others reach. Without it: ${sentence} If that is meant, name "${name}" in STAND_INS.`,
          });
    if (!environment.DATABASE_URL && !isLoopback(environment.HOST))
      context.addIssue({
        code: 'custom',
        path: ['HOST'],
        message:
          'must be a loopback address while the embedded database with its demo accounts is used; set DATABASE_URL to serve others',
      });
  });

const isLive = (key: string | undefined): boolean => (key ?? '').includes('_live_');

/** `HOST` values that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

const isForTrial = (host: string, stripeKey: string | undefined): boolean =>
  isLoopback(host) && !(stripeKey ?? '').includes('_live_');

function readLoopbackAddress(address: string, context: z.RefinementCtx): { host: string; port: number } {
  const [, host = '', port = ''] = /^([^:]+):(\d{1,5})$/.exec(address) ?? [];
  if (isLoopback(host)) return { host, port: Number(port) };
  context.addIssue({ code: 'custom', message: 'is not a loopback address with its port, as 127.0.0.1:12111' });
  return z.NEVER;
}

function readKeys(list: string, context: z.RefinementCtx): KeyRing {
  try {
    return KeyRing.parse(list);
  } catch (error) {
    if (!(error instanceof KeyRingError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
}

function readList(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function readStandIns(list: string, context: z.RefinementCtx): StandInName[] {
  const names = readList(list);
  if (names.every(isStandIn)) return names;
  context.addIssue({ code: 'custom', message: 'names other things than stripe, mail and http' });
  return z.NEVER;
}

function readOrigins(list: string, context: z.RefinementCtx): string[] {
  const origins = readList(list);
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      context.addIssue({ code: 'custom', message: `${origin} is not an origin such as https://app.example.com` });
  return origins;
}

export interface StripeAccess {
  secretKey: string;
  publishableKey: string;
  /** With commas between, while one replaces another: any of them may have signed an event. */
  webhookSecret: string;
  /** Of the endpoint for connected accounts; undefined: the same as of the other. */
  connectWebhookSecret?: string;
  /** The start goes on when Stripe gives no answer; a key that it refuses stops it all the same. */
  mayBeAway?: boolean;
  /** The local double's address; undefined: Stripe itself. It has no form for cards, unless somebody puts one in its place. */
  server?: { host: string; port: number; hasCardForm?: boolean; timeoutMs?: number };
}

/** Whether cards are given in Stripe's form, which the page then loads from Stripe's servers. */
export const showsCardForm = (stripe: StripeAccess | undefined): stripe is StripeAccess =>
  stripe !== undefined && (stripe.server === undefined || stripe.server.hasCardForm === true);

/** Of web push; the public one is given to browsers. */
export interface VapidAccess {
  publicKey: string;
  privateKey: string;
  subject: string;
}

export interface SmsAccess {
  accountSid: string;
  authToken: string;
  from: string;
}

/** Everything that can be set, read once and validated at start. */
export abstract class Config {
  abstract readonly host: string;
  abstract readonly port: number;
  abstract readonly publicUrl: string | undefined;
  abstract readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  abstract readonly role: Role;
  abstract readonly dataDir: string;
  /** Undefined: the embedded database in `dataDir`. */
  abstract readonly databaseUrl: string | undefined;
  /** For what needs a session that is kept. Undefined: there is none, DATABASE_URL leads through a pooler. */
  abstract readonly directUrl: string | undefined;
  /** For the command that makes roles and the database; a server has no use for it. */
  abstract readonly superuserUrl: string | undefined;
  /** A session lasts for one transaction; its settings come by role and database. */
  abstract readonly pooled: boolean;
  abstract readonly statementNames: boolean;
  abstract readonly replicas: { urls: readonly string[]; maxLagMs: number };
  /** Of the primary, and of each replica. */
  abstract readonly poolSize: number;
  abstract readonly statementTimeoutMs: number;
  /** Undefined: the local Stripe double. */
  abstract readonly stripe: StripeAccess | undefined;
  abstract readonly map: MapAccess;
  /** Undefined: the ZIP codes and towns on board. */
  abstract readonly geocoderUrl: string | undefined;
  /** Undefined: sessions and limits are kept by the database and this process. */
  abstract readonly redisUrl: string | undefined;
  /** The earliest band first. */
  abstract readonly cancellationPolicy: readonly CancellationBand[];
  abstract readonly salesTaxRates: SalesTaxRates;
  /** Lines of the seller's name, address and numbers; none where no invoices are issued. */
  abstract readonly invoiceSeller: readonly string[];
  /** Undefined: encrypted fields can be neither written nor read; startServer sees to it that there is one. */
  abstract readonly keys: KeyRing | undefined;
  /** Undefined: mails are written to `outbox` in `dataDir`. */
  abstract readonly mail: { url: string; from: string } | undefined;
  abstract readonly corsOrigins: readonly string[];
  abstract readonly rateLimits: boolean;
  /** Of an account after failed sign-ins; off only when RATE_LIMITS says so. */
  abstract readonly lockOut: boolean;
  abstract readonly secondFactorForAdmins: boolean;
  /** Undefined: nothing is traced, and figures are sent to nobody. */
  abstract readonly otlp: OtlpAccess | undefined;
  abstract readonly metricsToken: string | undefined;
  abstract readonly trustedProxies: readonly string[];
  /** TLS ends in front of us, or proxies are named: whoever connects is not whoever asks. */
  abstract readonly isBehindProxy: boolean;
  abstract readonly stopDelayMs: number;
  /** What takes the place of something that was not set up, each as a sentence for whoever starts the server. */
  abstract readonly standIns: readonly string[];
  /** What is set and read by nobody, a sentence each. */
  abstract readonly unknownSettings: readonly string[];
  /** Undefined: nothing is pushed. */
  abstract readonly vapid: VapidAccess | undefined;
  /** Where push services of this machine are allowed: the file of the certificates that they are trusted by. */
  abstract readonly pushLocalCa: string | undefined;
  /** Undefined: no SMS, or on the embedded database the outbox. */
  abstract readonly sms: SmsAccess | undefined;
  abstract readonly rules: Rules;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(environmentSchema.shape),
  ...Object.keys(rulesSchema.shape),
]);

export class ConfigurationError extends Error {}

/** @throws ConfigurationError with one line for each wrong value, naming the variable. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable is the shell's way of saying "not set"; one of spaces would be read as the number 0.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const parsed = environmentSchema.safeParse(given);
  // Where money is real a guard who cannot be paid takes no job; the local double would make every demo guard sign up first.
  const rules = rulesSchema.safeParse({ PAYOUT_ACCOUNT_REQUIRED: given.STRIPE_SECRET_KEY ? '1' : '0', ...given });
  const issues = [...(parsed.error?.issues ?? []), ...(rules.error?.issues ?? [])];
  if (!parsed.success || !rules.success)
    throw new ConfigurationError(issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const env = parsed.data;
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    // The embedded mode's terminal is read by a person, who is told there where Aegis is and how to sign in.
    logLevel: env.LOG_LEVEL ?? (env.DATABASE_URL === undefined ? 'warn' : 'info'),
    role: env.AEGIS_ROLE,
    dataDir: env.AEGIS_DATA_DIR,
    ...readDatabase(env),
    stripe: env.STRIPE_SECRET_KEY
      ? {
          secretKey: env.STRIPE_SECRET_KEY,
          publishableKey: env.STRIPE_PUBLISHABLE_KEY ?? '',
          webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? '',
          ...(env.STRIPE_CONNECT_WEBHOOK_SECRET && { connectWebhookSecret: env.STRIPE_CONNECT_WEBHOOK_SECRET }),
          ...(env.STRIPE_MAY_BE_AWAY && { mayBeAway: true }),
          ...(env.STRIPE_DOUBLE && { server: env.STRIPE_DOUBLE }),
        }
      : undefined,
    map: readMap(env),
    geocoderUrl: env.GEOCODER_URL,
    cancellationPolicy: env.CANCELLATION_POLICY,
    salesTaxRates: env.SALES_TAX_RATES,
    invoiceSeller: linesOf(env.INVOICE_SELLER),
    ...readSecurity(env),
    ...readReach(env),
    unknownSettings: unknownSettings(Object.keys(given), KNOWN),
    rules: rules.data,
  };
}

function readDatabase(env: z.output<typeof environmentSchema>) {
  const pooled = env.DATABASE_POOLED;
  return {
    databaseUrl: env.DATABASE_URL,
    superuserUrl: env.DATABASE_SUPERUSER_URL,
    directUrl: env.DATABASE_DIRECT_URL ?? (pooled ? undefined : env.DATABASE_URL),
    pooled,
    statementNames: env.DATABASE_STATEMENT_NAMES === undefined ? !pooled : env.DATABASE_STATEMENT_NAMES === 'on',
    replicas: { urls: env.DATABASE_REPLICA_URLS ?? [], maxLagMs: env.DATABASE_REPLICA_MAX_LAG_MS },
    poolSize: env.DATABASE_POOL_SIZE,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
  };
}

/**
 * We speak no TLS: where people reach us by https there is a proxy, and where only this machine reaches us it is on this machine.
 * Everybody would be counted and locked out as one otherwise.
 */
function readProxies({ PUBLIC_URL, TRUSTED_PROXIES, HOST }: z.output<typeof environmentSchema>) {
  const endsTlsBefore = PUBLIC_URL?.startsWith('https://') ?? false;
  const isOnThisMachine = endsTlsBefore && TRUSTED_PROXIES.length === 0 && isLoopback(HOST);
  return {
    trustedProxies: isOnThisMachine ? ['loopback'] : TRUSTED_PROXIES,
    isBehindProxy: endsTlsBefore || TRUSTED_PROXIES.length > 0,
  };
}

/** Limits and the second factor stand wherever others than this machine's user can come in; the embedded mode is theirs alone. */
function readSecurity(env: z.output<typeof environmentSchema>) {
  const isEmbedded = env.DATABASE_URL === undefined;
  return {
    keys: env.ENCRYPTION_KEYS,
    redisUrl: env.REDIS_URL,
    mail: env.MAIL_URL === undefined ? undefined : { url: env.MAIL_URL, from: env.MAIL_FROM },
    corsOrigins: env.CORS_ORIGINS,
    rateLimits: env.RATE_LIMITS === undefined ? !isEmbedded : env.RATE_LIMITS === 'on',
    lockOut: env.RATE_LIMITS !== 'off',
    secondFactorForAdmins: !isEmbedded && env.ADMIN_SECOND_FACTOR !== 'off',
    metricsToken: env.METRICS_TOKEN,
    otlp: readOtlp(env),
    ...readProxies(env),
    stopDelayMs: env.STOP_DELAY_MS,
    standIns: standInsOf(env).map(({ sentence }) => sentence),
  };
}

/** Push services ask for an address; a machine that nobody else reaches has none. */
const NOBODY = 'mailto:nobody@localhost.invalid';

/** The ways to people's phones. */
function readReach(env: z.output<typeof environmentSchema>) {
  const subject = env.VAPID_SUBJECT ?? (env.PUBLIC_URL?.startsWith('https:') ? env.PUBLIC_URL : NOBODY);
  return {
    vapid: env.VAPID_KEYS === undefined ? undefined : { ...vapidKeysOf(env.VAPID_KEYS), subject },
    pushLocalCa: env.PUSH_LOCAL_CA,
    sms: env.TWILIO_ACCOUNT_SID
      ? { accountSid: env.TWILIO_ACCOUNT_SID, authToken: env.TWILIO_AUTH_TOKEN ?? '', from: env.TWILIO_FROM ?? '' }
      : undefined,
  };
}

/** @param keys `public:private` */
export function vapidKeysOf(keys: string): Pick<VapidAccess, 'publicKey' | 'privateKey'> {
  const [publicKey = '', privateKey = ''] = keys.split(':');
  return { publicKey, privateKey };
}

const linesOf = (text: string): string[] =>
  text
    .split('|')
    .map((line) => line.trim())
    .filter((line) => line !== '');
