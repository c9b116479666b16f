import { BadRequestException, ForbiddenException, NotFoundException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { problem as problemSchema } from '@aegis/contract';
import { requestContext } from '../logging/request-context.js';
import { httpErrors } from './http.errors.js';
import { bodyOf, problemOf } from './problem-filter.js';

const databaseError = (code: string): Error => Object.assign(new Error('of the driver'), { code });
const frameworkError = (statusCode: number): Error => Object.assign(new Error('of the framework'), { statusCode });

describe('what an error means to the caller', () => {
  it('is the refusal itself when it is one', () => {
    const refusal = httpErrors.problem('not_found');
    expect(problemOf(refusal)).toBe(refusal);
  });

  it.each([
    ['23505', 409, 'conflict'],
    ['23P01', 409, 'conflict'],
    ['40001', 409, 'conflict'],
    ['40P01', 409, 'conflict'],
    ['57014', 503, 'overloaded'],
    ['55P03', 503, 'overloaded'],
    ['53300', 503, 'overloaded'],
    ['57P01', 503, 'overloaded'],
    ['ECONNREFUSED', 503, 'overloaded'],
    ['ECONNRESET', 503, 'overloaded'],
    ['ENOTFOUND', 503, 'overloaded'],
    ['EHOSTUNREACH', 503, 'overloaded'],
    ['CERT_HAS_EXPIRED', 503, 'overloaded'],
    ['53100', 503, 'storage_full'],
    ['ENOSPC', 503, 'storage_full'],
    ['42P01', 500, 'internal_error'],
    ['22P02', 500, 'internal_error'],
  ])('database error %s is %i %s, also inside of what TypeORM wraps around it', (code, status, named) => {
    for (const error of [databaseError(code), new QueryFailedError('SELECT', [], databaseError(code))])
      expect(problemOf(error)).toMatchObject({ status, code: named });
  });

  it('is that there is no room, also to a session that a full disk does not let begin', () => {
    const refused = Object.assign(new Error('could not write init file'), { code: 'XX000' });
    expect(problemOf(refused)).toMatchObject({ status: 503, code: 'storage_full' });
  });

  it('promises that nothing was changed only while nothing of the request was handed over to be kept', () => {
    const lost = (mayHaveChanged: boolean): string =>
      requestContext.run({ requestId: 'one', mayHaveChanged }, () => problemOf(databaseError('08006')).code);
    expect([lost(false), lost(true)]).toEqual(['overloaded', 'outcome_unknown']);
  });

  it('asks to come back when the database is busy', () => {
    expect(problemOf(databaseError('53300')).circumstances.retryAfterSeconds).toBe(2);
  });

  it.each<[Error, number, string]>([
    [frameworkError(413), 413, 'body_too_large'],
    [frameworkError(415), 415, 'unsupported_media_type'],
    [frameworkError(400), 400, 'malformed_body'],
    [new NotFoundException(), 404, 'not_found'],
    [new BadRequestException('forbidden prototype property'), 400, 'malformed_body'],
    [new ForbiddenException(), 400, 'request_refused'],
  ])('%o of the framework is %i %s', (error, status, code) => {
    expect(problemOf(error)).toMatchObject({ status, code });
  });

  it.each([frameworkError(502), new Error('of ours'), new TypeError('x is undefined'), 'a string', undefined, null])(
    'anything else is a fault of ours and tells nothing: %o',
    (error) => {
      const problem = problemOf(error);
      expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
      expect(problem.message).toBe(httpErrors.entries.internal_error.sentence);
    },
  );
});

describe('the body', () => {
  it('fits the contract, with facts and errors only where there are some', () => {
    const plain = bodyOf(httpErrors.problem('not_found'), 'request-1', 'en');
    expect(problemSchema.strict().parse(plain)).toEqual({
      type: '/api/docs/errors#not_found',
      title: 'Not found',
      status: 404,
      code: 'not_found',
      detail: httpErrors.entries.not_found.sentence,
      requestId: 'request-1',
    });
    const rich = httpErrors.problem('invalid_request', {
      detail: () => 'Better said.',
      facts: { meters: 5 },
      errors: [{ path: 'body.x', message: 'is missing' }],
    });
    expect(problemSchema.strict().parse(bodyOf(rich, 'r', 'en'))).toMatchObject({
      detail: 'Better said.',
      facts: { meters: 5 },
      errors: [{ path: 'body.x', message: 'is missing' }],
    });
  });

  it('has a title for every status of the catalogue', () => {
    for (const code of Object.keys(httpErrors.entries) as (keyof typeof httpErrors.entries)[])
      expect(bodyOf(httpErrors.problem(code), 'r', 'en').title, code).not.toBe('Refused');
  });
});
