import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Access, Endpoint, UserRole } from '@aegis/contract';
import { ENDPOINT, type HttpRequest } from './handles.js';
import { httpErrors } from './http.errors.js';

/** Who is calling, proved by a live session. */
export interface Caller {
  userId: string;
  role: UserRole;
  sessionId: string;
}

/** Finds the living user of a token; implemented by the identity feature. */
export abstract class Authenticator {
  /** Null for a token that is unknown, ended or revoked, or whose user may not sign in. */
  abstract authenticate(token: string): Promise<Caller | null>;

  /**
   * The same as it was at most five seconds ago. A session revoked by this process ends at once here too; one revoked by
   * another process, within those seconds (docs/decisions/0020).
   */
  abstract authenticateRecently(token: string): Promise<Caller | null> | Caller;
}

/** How a caller is proved: `authenticate`, or `authenticateRecently` where a look-up a request would cost too much. */
export type Proof = (token: string) => Promise<Caller | null> | Caller | null;

export const SESSION_COOKIE = 'aegis_session';

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Deny by default: a route is reached only as its contract says. Whether the object is the caller's own is asked by the
 * feature in SQL, and absent and foreign look alike there.
 */
@Injectable()
export class AccessCheck implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const endpoint = this.reflector.get(ENDPOINT, context.getHandler());
    if (!endpoint) throw httpErrors.problem('not_found');
    const request = context.switchToHttp().getRequest<HttpRequest>();
    await admit(endpoint, request, (token) => this.authenticator.authenticate(token));
    return true;
  }
}

/** The one decision who may call what: for Nest's routes by `AccessCheck`, for plain ones by `PlainRoutes`. */
export async function admit(endpoint: Endpoint, request: HttpRequest, prove: Proof): Promise<void> {
  if (endpoint.access === 'anyone') return;
  const { token, fromCookie } = readToken(request);
  if (fromCookie) refuseCrossSite(request);
  const caller = token ? await prove(token) : null;
  if (!caller) throw httpErrors.problem('unauthenticated');
  if (!allows(endpoint.access, caller.role)) throw httpErrors.problem('forbidden');
  request.caller = caller;
}

const allows = (access: Access, role: UserRole): boolean =>
  access === 'anyone' || access === 'signed-in' || access.includes(role);

function readToken(request: HttpRequest): { token: string | undefined; fromCookie: boolean } {
  const bearer = /^Bearer +([\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, fromCookie: false };
  return { token: request.cookies[SESSION_COOKIE], fromCookie: true };
}

/**
 * A cookie is sent along by the browser whatever page made the request; SameSite stops most of it, and this the rest
 * (subdomains, old browsers): browsers say where a request comes from, and other clients send no cookie.
 */
function refuseCrossSite(request: HttpRequest): void {
  if (!CHANGING.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const sameSite = site !== undefined ? site === 'same-origin' || site === 'none' : isOwnOrigin(origin, request);
  if (!sameSite) throw httpErrors.problem('cross_site_request');
}

const isOwnOrigin = (origin: string | undefined, request: HttpRequest): boolean =>
  origin === undefined || (URL.canParse(origin) ? new URL(origin).host : null) === request.headers.host;
