import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Access, Endpoint, UserRole } from '@aegis/contract';
import { Config } from '../config/config.js';
import { ENDPOINT } from './handles.js';
import { httpErrors } from './http.errors.js';
import type { Caller, HttpRequest } from './http-request.js';
import { RateLimits } from './limits/rate-limits.js';

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

/** How fresh the proof of a caller is: see `authenticate` and `authenticateRecently`. */
export type Proof = 'now' | 'recent';

export const SESSION_COOKIE = 'aegis_session';

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The one decision who may call what, and how often: for Nest's routes by `AccessCheck`, for plain ones by `PlainRoutes`. Deny
 * by default: a route is reached only as its contract says. Whether the object is the caller's own is asked by the feature in
 * SQL, and absent and foreign look alike there.
 */
@Injectable()
export class Admission {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
    private readonly config: Config,
  ) {}

  /** @throws 401, 403, 429. `proof`: `recent` where a look-up a request would cost too much. */
  async admit(endpoint: Endpoint, request: HttpRequest, proof: Proof = 'now'): Promise<void> {
    if (endpoint.access === 'anyone') return this.limits.count(endpoint, request, null);
    const { token, fromCookie } = readToken(request);
    if (fromCookie) refuseCrossSite(request, this.config.corsOrigins);
    const caller = token ? await this.prove(token, proof) : null;
    // Known from here on, to the access log also of who is refused; no handler is reached by one.
    if (caller) request.caller = caller;
    // Also for those who are sent away: guessing and knocking are what the limit is for.
    await this.limits.count(endpoint, request, caller?.userId ?? null);
    if (!caller) throw httpErrors.problem('unauthenticated');
    if (!allows(endpoint.access, caller.role)) throw httpErrors.problem('forbidden');
  }

  private prove(token: string, proof: Proof): Promise<Caller | null> | Caller {
    return proof === 'now' ? this.authenticator.authenticate(token) : this.authenticator.authenticateRecently(token);
  }
}

/** Stands before every route of Nest's. */
@Injectable()
export class AccessCheck implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const endpoint = this.reflector.get(ENDPOINT, context.getHandler());
    if (!endpoint) throw httpErrors.problem('not_found');
    await this.admission.admit(endpoint, context.switchToHttp().getRequest<HttpRequest>());
    return true;
  }
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
function refuseCrossSite(request: HttpRequest, allowedOrigins: readonly string[]): void {
  if (!CHANGING.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  if (origin !== undefined && allowedOrigins.includes(origin)) return;
  const sameSite = site !== undefined ? site === 'same-origin' || site === 'none' : isOwnOrigin(origin, request);
  if (!sameSite) throw httpErrors.problem('cross_site_request');
}

const isOwnOrigin = (origin: string | undefined, request: HttpRequest): boolean =>
  origin === undefined || (URL.canParse(origin) ? new URL(origin).host : null) === request.headers.host;
