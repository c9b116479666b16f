import { seededRandom, type RandomSource } from './random.js';

interface FaultRule {
  /** How often the fault happens before it is used up. Without it, for ever. */
  count?: number;
  /** How many matching calls pass before the first fault. */
  skip?: number;
  /** The chance that a matching call is hit; 1 when not given. Drawn from the seed. */
  probability?: number;
}

/**
 * A fault of a call to the API. `operation` is a method and a path, as in `POST /v1/refunds`; a `*` stands for one part
 * of it, `**` for any rest. Without it every call to /v1 matches.
 */
export type CallFault = FaultRule & { operation?: string } & (
    | { kind: 'decline'; declineCode?: string }
    | { kind: 'rate_limit' }
    /** 500 before anything happened: the same key may be tried again. */
    | { kind: 'server_error' }
    /** 500 although everything happened; the key keeps the 500, as Stripe's does. */
    | { kind: 'server_error_after' }
    /** 500 and nothing happened; the key keeps the 500 all the same. */
    | { kind: 'server_error_kept' }
    /** 401, as with a key that was rolled or has expired. */
    | { kind: 'key_refused' }
    /** The answer never comes: the connection is dropped (the default) or held. */
    | { kind: 'timeout_before' | 'timeout_after'; connection?: 'drop' | 'hold' }
    /** The call waits, its idempotency key in flight, until `releaseHeld()`. */
    | { kind: 'hold' }
    /** The call waits for a while that is drawn, its idempotency key in flight, and is worked on then, whether or not its caller still waits. */
    | { kind: 'hang'; mostMilliseconds: number }
    /** It is worked on at once and its events go; the answer waits for a while that is drawn. */
    | { kind: 'answer_late'; mostMilliseconds: number }
  );

/** A fault of a webhook. `event` is a type with `*`, as in `charge.*`; without it every event matches. */
export type WebhookFault = FaultRule & { event?: string } & (
    | { kind: 'webhook_lost' | 'webhook_doubled' }
    /** Sent only by `flushWebhooks()`. */
    | { kind: 'webhook_late' }
    /** Sent after the next event to the same endpoint, or by `flushWebhooks()`. */
    | { kind: 'webhook_reordered' }
    /** A copy with another id and a wrong signature arrives before the genuine event. */
    | { kind: 'webhook_forged' }
  );

export type Fault = CallFault | WebhookFault;

const CALL_KINDS = [
  'decline',
  'rate_limit',
  'server_error',
  'server_error_after',
  'server_error_kept',
  'key_refused',
  'timeout_before',
  'timeout_after',
  'hold',
  'hang',
  'answer_late',
] as const satisfies readonly CallFault['kind'][];

const WEBHOOK_KINDS = [
  'webhook_lost',
  'webhook_doubled',
  'webhook_late',
  'webhook_reordered',
  'webhook_forged',
] as const satisfies readonly WebhookFault['kind'][];

interface PlannedFault {
  fault: Fault;
  pattern: RegExp;
  toSkip: number;
  left: number;
}

/** Which calls and webhooks go wrong. Rules are asked in order; the first that matches and is not used up decides. */
export class FaultPlan {
  private planned: PlannedFault[] = [];
  private readonly random: RandomSource;

  constructor(seed: number, faults: readonly Fault[] = []) {
    this.random = seededRandom(seed);
    this.add(...faults);
  }

  add(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      this.planned.push({ fault, pattern: patternOf(fault), toSkip: fault.skip ?? 0, left: fault.count ?? Infinity });
    }
  }

  clear(): void {
    this.planned = [];
  }

  /** The rules that can still happen. */
  remaining(): Fault[] {
    return this.planned.filter((planned) => planned.left > 0).map(({ fault }) => fault);
  }

  /** The fault of this call other than a decline, which only `declineFor` uses up. */
  forCall(method: string, path: string): Exclude<CallFault, { kind: 'decline' }> | null {
    const hit = this.use(`${method} ${path}`, (fault) => isCallFault(fault) && fault.kind !== 'decline');
    return hit as Exclude<CallFault, { kind: 'decline' }> | null;
  }

  declineFor(method: string, path: string): string | null {
    const hit = this.use(`${method} ${path}`, (fault) => fault.kind === 'decline');
    return hit?.kind === 'decline' ? (hit.declineCode ?? 'generic_decline') : null;
  }

  /** How long a call waits that is hit by this fault. */
  millisecondsOf({ mostMilliseconds }: { mostMilliseconds: number }): number {
    return Math.ceil(this.random() * mostMilliseconds);
  }

  forWebhook(type: string): WebhookFault | null {
    return this.use(type, (fault) => !isCallFault(fault)) as WebhookFault | null;
  }

  private use(subject: string, eligible: (fault: Fault) => boolean): Fault | null {
    for (const planned of this.planned) {
      if (planned.left <= 0 || !eligible(planned.fault) || !planned.pattern.test(subject)) continue;
      if (planned.toSkip > 0) {
        planned.toSkip -= 1;
        continue;
      }
      if (this.random() >= (planned.fault.probability ?? 1)) continue;
      planned.left -= 1;
      return planned.fault;
    }
    return null;
  }
}

function isCallFault(fault: Fault): fault is CallFault {
  return CALL_KINDS.some((kind) => kind === fault.kind);
}

function patternOf(fault: Fault): RegExp {
  if (!isCallFault(fault)) return wildcard(fault.event ?? '**', '[^]*');
  return wildcard(fault.operation ?? '* /v1/**', '[^/ ]*');
}

function wildcard(pattern: string, part: string): RegExp {
  const escaped = pattern.split('**').map((piece) =>
    piece
      .split('*')
      .map((literal) => literal.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join(part),
  );
  return new RegExp(`^${escaped.join('[^]*')}$`);
}

/** Reads faults sent to the control API; anything that is not a fault is refused with a sentence. */
export function readFaults(value: unknown): Fault[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    const kind = typeof item === 'object' && item !== null && 'kind' in item ? item.kind : undefined;
    if (![...CALL_KINDS, ...WEBHOOK_KINDS].some((known) => known === kind)) {
      throw new Error(`kind must be one of ${[...CALL_KINDS, ...WEBHOOK_KINDS].join(', ')}`);
    }
    const fault = item as Fault;
    const waits = fault.kind === 'hang' || fault.kind === 'answer_late';
    // Without it the wait would be none, and whoever asked for one would not hear of it.
    if (waits && !(fault.mostMilliseconds > 0)) throw new Error(`${fault.kind} needs mostMilliseconds, above 0`);
    return fault;
  });
}
