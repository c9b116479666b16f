import type { Config } from '../config/config.js';
import type { HttpRequest } from './http-request.js';

const NAME = 'aegis_session';

/** With the prefix a browser takes the cookie only from this very host and over TLS: no other host of the domain can set one. */
export const sessionCookie = (secure: boolean): string => (secure ? `__Host-${NAME}` : NAME);

/** Where people reach us by https they do so on every request, also where the proxy that ends TLS does not say it. */
export const isSecure = ({ protocol }: HttpRequest, { publicUrl }: Config): boolean =>
  protocol === 'https' || (publicUrl?.startsWith('https://') ?? false);

/** Undefined where the request has no session's cookie. */
export const cookieToken = (request: HttpRequest, config: Config): string | undefined =>
  request.cookies[sessionCookie(isSecure(request, config))];

/** `fromCookie`: the browser sent it along, whatever page made the request. */
export function tokenOf(request: HttpRequest, config: Config): { token: string | undefined; fromCookie: boolean } {
  const bearer = /^Bearer +([\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, fromCookie: false };
  return { token: cookieToken(request, config), fromCookie: true };
}
