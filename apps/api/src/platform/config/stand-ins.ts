/** What takes the place of something that was not set up. */
export type StandInName = 'stripe' | 'mail' | 'http';

interface Settings {
  DATABASE_URL?: string | undefined;
  STRIPE_SECRET_KEY?: string | undefined;
  MAIL_URL?: string | undefined;
  TRUSTED_PROXIES: readonly string[];
}

interface StandIn {
  name: StandInName;
  /** The variable that makes it needless. */
  insteadOf: string;
  isUsed: (settings: Settings) => boolean;
  /** For whoever starts a server with it. */
  sentence: string;
}

const STAND_INS: readonly StandIn[] = [
  {
    name: 'stripe',
    insteadOf: 'STRIPE_SECRET_KEY',
    isUsed: ({ STRIPE_SECRET_KEY }) => STRIPE_SECRET_KEY === undefined,
    sentence: 'Payments are played by the local Stripe double: no card is charged and nobody is paid.',
  },
  {
    name: 'mail',
    insteadOf: 'MAIL_URL',
    isUsed: ({ MAIL_URL }) => MAIL_URL === undefined,
    sentence: 'Mails are written to files in the data directory: nobody is reached, no password can be set anew.',
  },
  {
    name: 'http',
    insteadOf: 'TRUSTED_PROXIES',
    isUsed: ({ TRUSTED_PROXIES }) => TRUSTED_PROXIES.length === 0,
    sentence:
      'No proxy is trusted: whatever comes in is taken for plain HTTP from whoever connects, so behind a proxy all people are one ' +
      'address to limits, and to /metrics this machine.',
  },
];

export const isStandIn = (name: string): name is StandInName => STAND_INS.some((standIn) => standIn.name === name);

/** The embedded mode is made of stand-ins and says so. */
export const standInsOf = (settings: Settings): readonly StandIn[] =>
  settings.DATABASE_URL === undefined ? [] : STAND_INS.filter(({ isUsed }) => isUsed(settings));
