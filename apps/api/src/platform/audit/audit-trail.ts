import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Endpoint } from '@aegis/contract';
import { from, type Observable, switchMap } from 'rxjs';
import { ENDPOINT } from '../http/handles.js';
import type { HttpRequest } from '../http/http-request.js';
import { AuditLog } from './audit-log.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What an administrator asks for is written down before it is done: then nothing is done that is not in the log. Reading lists
 * is left out, reading about one person is not.
 */
@Injectable()
export class AuditTrail implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const endpoint = this.reflector.get(ENDPOINT, context.getHandler());
    const request = context.switchToHttp().getRequest<HttpRequest>();
    if (!endpoint || request.caller?.role !== 'admin' || !isWorthKeeping(endpoint)) return next.handle();
    const { userId, role } = request.caller;
    const subject = Object.values((request.params ?? {}) as Record<string, unknown>)[0];
    const entry = {
      action: `${endpoint.method} ${endpoint.path}`,
      actor: { id: userId, role },
      subjectId: typeof subject === 'string' && UUID.test(subject) ? subject : null,
    };
    return from(this.audit.record(entry)).pipe(switchMap(() => next.handle()));
  }
}

const isWorthKeeping = (endpoint: Endpoint): boolean =>
  endpoint.method !== 'GET' || (Array.isArray(endpoint.access) && endpoint.access.length === 1 && !!endpoint.params);
