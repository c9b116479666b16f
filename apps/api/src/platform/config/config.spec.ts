import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from './config.js';

const SERVER = { DATABASE_URL: 'postgres://aegis@db.internal/aegis' };
const STRIPE = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
};

/** What an address that others reach needs. */
const PUBLIC = { HOST: '0.0.0.0', ...STRIPE, MAIL_URL: 'smtps://mail.example', TRUSTED_PROXIES: '10.0.0.1' };

/** The sentence that stops the start. */
function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).message;
  }
  throw new Error('this configuration was accepted');
}

describe('without any setting', () => {
  it('is the embedded mode on this machine alone, with the rules of the house', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, logLevel: 'warn', dataDir: '.aegis' });
    expect(config).toMatchObject({ databaseUrl: undefined, stripe: undefined, publicUrl: undefined });
    expect(config.rules).toMatchObject({ PLATFORM_FEE_PERCENT: 20, JOB_MAX_HOURS: 24, SEARCH_RADIUS_METERS: 24_140 });
  });

  it('takes an empty variable as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', PLATFORM_FEE_PERCENT: '  ' })).toEqual(readConfig({}));
  });

  it('has nothing to say of variables of other programs', () => {
    expect(readConfig({ PATH: '/usr/bin', HOME: '/root' })).toEqual(readConfig({}));
  });
});

describe('a setting that nobody reads', () => {
  it.each([
    ['DATABASE_REPLICA_URL', 'DATABASE_REPLICA_URLS is meant'],
    ['REDIS_PASSWORD', 'docs/configuration.md'],
    ['DATABSE_URL', 'DATABASE_URL is meant'],
    ['METRICS_TOKENS', 'METRICS_TOKEN is meant'],
    ['PLATFORM_FEE_PERCEND', 'PLATFORM_FEE_PERCENT is meant'],
  ])('is named with what may be meant: %s', (name, hint) => {
    const { unknownSettings } = readConfig({ [name]: 'nonsense' });
    expect(unknownSettings).toEqual([expect.stringContaining(`${name} is no setting of Aegis and does nothing. `)]);
    expect(unknownSettings[0]).toContain(hint);
  });

  it('is none of ours when another program reads it', () => {
    const others = {
      PATH: '/usr/bin',
      JOB_NAME: 'nightly',
      MAIL: '/var/mail/root',
      HOSTS: 'a',
      PORTS: '1',
      TMPDIR: '/t',
    };
    expect(readConfig(others).unknownSettings).toEqual([]);
  });
});

describe('a wrong value stops the start with a sentence that names it', () => {
  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['LOG_LEVEL', 'loud'],
    ['PUBLIC_URL', 'aegis.example'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['DATABASE_URL', 'mysql://db/aegis'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATABASE_URL', 'postgres://one,two/aegis?target_session_attrs=standby'],
    ['DATABASE_DIRECT_URL', 'localhost:5432'],
    ['DATABASE_REPLICA_URLS', 'nonsense'],
    ['DATABASE_REPLICA_URLS', 'postgres://one/aegis,two/aegis'],
    ['DATABASE_REPLICA_URLS', 'postgres://one/aegis?target_session_attrs=read-write'],
    ['DATABASE_REPLICA_MAX_LAG_MS', '0'],
    ['DATABASE_POOLED', 'perhaps'],
    ['DATABASE_STATEMENT_NAMES', 'some'],
    ['DATABASE_POOL_SIZE', '1'],
    ['DATABASE_POOL_SIZE', 'many'],
    ['DATABASE_STATEMENT_TIMEOUT_MS', '0'],
    ['STRIPE_SECRET_KEY', 'pk_test_1'],
    ['STRIPE_PUBLISHABLE_KEY', 'sk_test_1'],
    ['STRIPE_WEBHOOK_SECRET', 'secret'],
    ['PLATFORM_FEE_PERCENT', '91'],
    ['PLATFORM_FEE_PERCENT', '12.5'],
    ['JOB_MIN_HOURS', '0'],
    ['SEARCH_RADIUS_METERS', 'far'],
    ['STAND_INS', 'database'],
    ['SESSION_SLIDING_DAYS', 'NaN'],
    ['FIX_MAX_SPEED_MPS', '0'],
  ])('%s=%s', (name, value) => {
    expect(refusal({ ...SERVER, [name]: value })).toMatch(new RegExp(`^${name}: .{4}`, 'm'));
  });

  it('and all of them at once, a line for each', () => {
    const lines = refusal({ PORT: 'x', LOG_LEVEL: 'y', PLATFORM_FEE_PERCENT: 'z' }).split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual(['PORT', 'LOG_LEVEL', 'PLATFORM_FEE_PERCENT']);
  });

  it('without repeating a secret', () => {
    expect(refusal({ ...SERVER, STRIPE_SECRET_KEY: 'my-live-password' })).not.toContain('my-live-password');
  });
});

describe('the embedded mode', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('may listen on %s', (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
  });

  it.each(['0.0.0.0', '::', '192.168.1.4', 'aegis.example', '127.0.0.1.evil.example', '10.0.0.1'])(
    'refuses %s: its demo accounts have a known password',
    (HOST) => {
      expect(refusal({ HOST })).toMatch(/^HOST: must be a loopback address/);
    },
  );

  it('has no say where a server has the data', () => {
    expect(readConfig({ ...SERVER, ...PUBLIC })).toMatchObject({
      host: '0.0.0.0',
      databaseUrl: SERVER.DATABASE_URL,
    });
  });
});

describe('a database behind a pooler', () => {
  it('is spoken to without names, and has a session only where DATABASE_DIRECT_URL leads', () => {
    const pooled = { ...SERVER, DATABASE_POOLED: 'true' };
    expect(readConfig(pooled)).toMatchObject({ pooled: true, statementNames: false, directUrl: undefined });
    const direct = { ...pooled, DATABASE_DIRECT_URL: 'postgres://owner@db.internal/aegis' };
    expect(readConfig(direct).directUrl).toBe('postgres://owner@db.internal/aegis');
    expect(readConfig({ ...pooled, DATABASE_STATEMENT_NAMES: 'on' }).statementNames).toBe(true);
  });

  it('is not the usual one: names are used, and every session is kept', () => {
    const usual = { pooled: false, statementNames: true, directUrl: SERVER.DATABASE_URL };
    expect(readConfig(SERVER)).toMatchObject(usual);
  });

  it.each([
    ['DATABASE_POOLED', 'true'],
    ['DATABASE_DIRECT_URL', SERVER.DATABASE_URL],
    ['DATABASE_REPLICA_URLS', SERVER.DATABASE_URL],
  ])('is none where there is no server: %s is refused', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name}: needs DATABASE_URL`));
  });
});

describe('replicas', () => {
  it('are none where nobody names them, and one by one else', () => {
    expect(readConfig(SERVER).replicas).toEqual({ urls: [], maxLagMs: 500 });
    const [one, two] = ['postgres://aegis:a%2Cb@one:5432/aegis', 'postgresql://aegis@two/aegis?sslmode=require'];
    const named = readConfig({
      ...SERVER,
      DATABASE_REPLICA_URLS: `${one}, ${two}`,
      DATABASE_REPLICA_MAX_LAG_MS: '2000',
    });
    expect(named.replicas).toEqual({ urls: [one, two], maxLagMs: 2000 });
  });
});

describe('a part of the work', () => {
  it('is everything where nobody says more', () => {
    expect(readConfig({}).role).toBe('all');
    expect(readConfig({ ...SERVER, REDIS_URL: 'redis://r', AEGIS_ROLE: 'ingest' }).role).toBe('ingest');
  });

  it.each([
    ['DATABASE_URL', { REDIS_URL: 'redis://r' }],
    ['REDIS_URL', SERVER],
  ])('needs what all parts share: %s', (name, others) => {
    expect(refusal({ ...others, AEGIS_ROLE: 'http' })).toMatch(new RegExp(`^${name}: is needed`));
  });
});

describe('what is not set up', () => {
  it.each([
    ['STRIPE_SECRET_KEY', 'stripe', /local Stripe double/],
    ['MAIL_URL', 'mail', /written to files/],
    ['TRUSTED_PROXIES', 'http', /plain HTTP/],
  ])(
    '%s: is said on this machine, refused on an address that others reach, and may be meant',
    (name, standIn, words) => {
      const { [name as keyof typeof PUBLIC]: _, ...lacking } = PUBLIC;
      const settings = { ...SERVER, ...lacking };
      expect(readConfig({ ...settings, HOST: '127.0.0.1' }).standIns).toEqual([expect.stringMatching(words)]);
      expect(refusal(settings)).toMatch(
        new RegExp(`^${name}: is needed on an address that others reach.*"${standIn}"`),
      );
      expect(readConfig({ ...settings, STAND_INS: standIn }).standIns).toEqual([expect.stringMatching(words)]);
    },
  );

  it('is not told of where everything is, nor by the embedded mode', () => {
    expect(readConfig({ ...SERVER, ...PUBLIC }).standIns).toEqual([]);
    expect(readConfig({}).standIns).toEqual([]);
  });
});

describe('Stripe', () => {
  it('is reached with all three keys', () => {
    expect(readConfig({ ...SERVER, ...STRIPE }).stripe).toEqual({
      secretKey: 'sk_test_1',
      publishableKey: 'pk_test_1',
      webhookSecret: 'whsec_1',
    });
  });

  it('is refused with keys of two modes', () => {
    expect(refusal({ ...SERVER, ...STRIPE, STRIPE_SECRET_KEY: 'sk_live_1' })).toBe(
      'STRIPE_PUBLISHABLE_KEY: must be of the same mode as STRIPE_SECRET_KEY: both live, or both test',
    );
  });

  it('has a secret of its own for events of connected accounts', () => {
    const { stripe } = readConfig({ ...SERVER, ...STRIPE, STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_2' });
    expect(stripe).toMatchObject({ webhookSecret: 'whsec_1', connectWebhookSecret: 'whsec_2' });
  });

  it.each(['STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET', 'DATABASE_URL'])('is refused without %s', (missing) => {
    expect(refusal({ ...SERVER, ...STRIPE, [missing]: '' })).toBe(
      `${missing}: is needed when STRIPE_SECRET_KEY is set`,
    );
  });
});

describe('the map', () => {
  it('has streets of its own in place of the styles of another server', () => {
    expect(readConfig({}).map.tiles).toBeNull();
    expect(readConfig({}).map.styleUrl).toMatch(/^https:/);
    const url = 'https://maps.example/region.pmtiles';
    expect(readConfig({ MAP_TILES: url }).map).toEqual({ tiles: { url }, styleUrl: null, styleDarkUrl: null });
    expect(readConfig({ MAP_TILES: '/srv/region.pmtiles', MAP_STYLE_URL: 'none' }).map.tiles).toEqual({
      file: '/srv/region.pmtiles',
    });
    expect(readConfig({ MAP_TILES: 'region.pmtiles' }).map.tiles).toEqual({
      file: `${process.cwd()}/region.pmtiles`,
    });
  });

  it('refuses two maps at once, and what is neither path nor address', () => {
    const style = { MAP_STYLE_DARK_URL: 'https://tiles.example/dark.json' };
    expect(refusal({ MAP_TILES: '/srv/region.pmtiles', ...style })).toBe(
      'MAP_STYLE_DARK_URL: has no use beside MAP_TILES: set one of them',
    );
    for (const place of ['ftp://maps.example/region.pmtiles', 'file:///srv/region.pmtiles', 'https://'])
      expect(refusal({ MAP_TILES: place })).toContain(
        'MAP_TILES: is neither a path on this machine nor an https address',
      );
  });
});
