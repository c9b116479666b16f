import { describe, expect, it } from 'vitest';
import { readDatabaseAddress } from './address.js';

describe('the address of a database', () => {
  it('of one server is that server', () => {
    expect(readDatabaseAddress('postgres://aegis:s3cret@db.example:5433/aegis?sslmode=require')).toEqual({
      servers: ['postgres://aegis:s3cret@db.example:5433/aegis?sslmode=require'],
      mustBeFound: false,
      password: 's3cret',
      place: 'postgres://db.example:5433/aegis',
      withoutPassword: 'postgres://aegis@db.example:5433/aegis?sslmode=require',
      user: 'aegis',
      database: 'aegis',
    });
  });

  it('of several is each of them, of which one has to be found', () => {
    const url = 'postgresql://aegis:a%40b@one.example,[::1]:5433/aegis?sslmode=require&target_session_attrs=read-write';
    expect(readDatabaseAddress(url)).toMatchObject({
      servers: [
        'postgresql://aegis:a%40b@one.example/aegis?sslmode=require',
        'postgresql://aegis:a%40b@[::1]:5433/aegis?sslmode=require',
      ],
      mustBeFound: true,
      password: 'a@b',
      place: 'postgresql://one.example,[::1]:5433/aegis',
      withoutPassword:
        'postgresql://aegis@one.example,[::1]:5433/aegis?sslmode=require&target_session_attrs=read-write',
    });
  });

  it('of several is given to other programs with the question whether they take writes', () => {
    expect(readDatabaseAddress('postgres://aegis:x@one,two/aegis').withoutPassword).toBe(
      'postgres://aegis@one,two/aegis?target_session_attrs=read-write',
    );
  });

  it('of one that moves is asked whether it takes writes', () => {
    expect(readDatabaseAddress('postgres://db/aegis?target_session_attrs=primary')).toMatchObject({
      servers: ['postgres://db/aegis'],
      mustBeFound: true,
    });
  });

  it.each([
    ['mysql://db/aegis', /must start with postgres:/],
    ['localhost:5432', /must start with postgres:/],
    ['postgres://one,two:port/aegis', /cannot be read/],
    ['postgres://user:a/b@one/aegis', /cannot be read|must start/],
    ['postgres://one,two/aegis?target_session_attrs=standby', /can only be read-write/],
  ])('%s is refused with what is wrong', (url, sentence) => {
    expect(() => readDatabaseAddress(url)).toThrow(sentence);
  });
});
