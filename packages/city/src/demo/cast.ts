import { ApiError, type Client, signIn } from '@aegis/client';
import type { Position } from '@aegis/contract';
import { DemoFailure } from './stage.js';

export interface Actor {
  id: string;
  name: string;
  client: Client;
}

export interface GuardActor extends Actor {
  /** What they work for. */
  hourlyRateCents: number;
  jobsCompleted: number;
}

export interface Cast {
  customer: Actor;
  admin: Actor;
  guards: GuardActor[];
}

/** A guard on duty, and where they stand. */
export interface PlacedGuard extends GuardActor {
  position: Position;
}

export const CUSTOMER_EMAIL = 'customer@aegis.demo';

const PASSWORD = 'demo123';
const GUARDS = ['guard.alvarez@aegis.demo', 'guard.brooks@aegis.demo', 'guard.chen@aegis.demo'];

export async function signInAll(url: string): Promise<Cast> {
  const [customer, admin] = await Promise.all([enter(url, CUSTOMER_EMAIL), enter(url, 'admin@aegis.demo')]);
  const guards = await Promise.all(GUARDS.map((email) => enterGuard(url, email)));
  return { customer, admin, guards };
}

async function enter(url: string, email: string): Promise<Actor> {
  try {
    const { client, user } = await signIn(url, email, PASSWORD);
    return { id: user.id, name: `${user.firstName} ${user.lastName}`, client };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'wrong_credentials')
      throw new DemoFailure(`${url} has no demo account ${email}: run "npm run db -- seed" there.`, { cause: error });
    throw error;
  }
}

async function enterGuard(url: string, email: string): Promise<GuardActor> {
  const actor = await enter(url, email);
  const profile = await actor.client.guards.me();
  if (profile.hourlyRateCents === null) throw new DemoFailure(`${actor.name} has no hourly rate`);
  return { ...actor, hourlyRateCents: profile.hourlyRateCents, jobsCompleted: profile.totalJobsCompleted };
}
