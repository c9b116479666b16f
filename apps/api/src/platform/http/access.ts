import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Access, Endpoint, UserRole } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
import { Config } from '../config/config.js';
import { ENDPOINT } from './handles.js';
import { httpErrors } from './http.errors.js';
import type { Caller, HttpRequest, Proof } from './http-request.js';
import { tokenOf } from './session-token.js';
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

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The one decision who may call what, and how often, made before anything of the body is read: what a stranger sends costs no
 * memory. Deny by default: a route is reached only as its contract says, and a handler only by who was let in to it
 * (`refuseWhoWasNotLetIn`). Whether the object is the caller's own is asked by the feature in SQL, and absent and foreign look alike there.
 */
@Injectable()
export class Admission {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
    private readonly config: Config,
  ) {}

  /** Stands before every route, also those outside of Nest's pipeline. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request: HttpRequest) => {
      // What lies nowhere takes nothing; else its body would be read to be thrown away.
      if (request.is404) throw httpErrors.problem('not_found');
      const { endpoint, proof = 'now' } = request.routeOptions.config;
      if (endpoint) await this.admit(endpoint, request, proof);
      // Who has hung up meanwhile sends no more, and nobody would be told: the request would stay open for ever.
      if (request.raw.readableAborted) throw httpErrors.problem('request_refused');
      request.letInTo = endpoint;
    });
  }

  /** @throws 401, 403, 429. `proof`: `recent` where a look-up a request would cost too much. */
  private async admit(endpoint: Endpoint, request: HttpRequest, proof: Proof): Promise<void> {
    if (endpoint.access === 'anyone') return this.limits.count(endpoint, request, null);
    const { token, fromCookie } = tokenOf(request, this.config);
    if (fromCookie) refuseCrossSite(request, this.config.corsOrigins);
    const caller = token ? await this.prove(token, proof) : null;
    // Known from here on, to the access log also of who is refused; no handler is reached by one.
    if (caller) request.caller = caller;
    // Also for those who are sent away: guessing and knocking are what the limit is for.
    await this.limits.count(endpoint, request, caller?.userId ?? null);
    if (!caller) throw httpErrors.problem('unauthenticated');
    if (caller.isForRights && !endpoint.forRights) throw httpErrors.problem('rights_only');
    if (!allows(endpoint.access, caller.role)) throw httpErrors.problem('forbidden');
  }

  private prove(token: string, proof: Proof): Promise<Caller | null> | Caller {
    return proof === 'now' ? this.authenticator.authenticate(token) : this.authenticator.authenticateRecently(token);
  }
}

/** @throws 404 for a request that `Admission` has not let in to this very endpoint, however it came here. */
export function refuseWhoWasNotLetIn(endpoint: Endpoint | undefined, request: HttpRequest): void {
  if (!endpoint || request.letInTo !== endpoint) throw httpErrors.problem('not_found');
}

/** Stands before every handler of Nest's. */
@Injectable()
export class AccessCheck implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const endpoint = this.reflector.get(ENDPOINT, context.getHandler());
    refuseWhoWasNotLetIn(endpoint, context.switchToHttp().getRequest<HttpRequest>());
    return true;
  }
}

const allows = (access: Access, role: UserRole): boolean =>
  access === 'anyone' || access === 'signed-in' || access.includes(role);

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
