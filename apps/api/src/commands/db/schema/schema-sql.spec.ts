import { expect, it } from 'vitest';
import { normalise } from './schema-sql.js';

const dump = (version: string, key: string): string => `--
-- PostgreSQL database dump
--

\\restrict ${key}

-- Dumped from database version ${version}
-- Dumped by pg_dump version ${version}

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: EXTENSION citext; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION citext IS 'text of ${version}';


--
-- Name: touch(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      BEGIN
        -- a comment of ours
        UPDATE users
        SET name = 'x';
      END $$;


SET default_table_access_method = heap;

\\unrestrict ${key}
`;

it('is the same for two servers and two runs', () => {
  expect(normalise(dump('15.18', 'abc'))).toBe(normalise(dump('17.2', 'xyz')));
});

it('keeps the statements whole, with what is inside of functions', () => {
  const sql = normalise(dump('15.18', 'abc'));
  expect(sql).toContain("        -- a comment of ours\n        UPDATE users\n        SET name = 'x';\n      END $$;\n");
  expect(sql.split('\n').filter((line) => line !== '' && !line.startsWith(' '))).toEqual([
    expect.stringMatching(/^-- Written by/),
    'CREATE FUNCTION public.touch() RETURNS trigger',
  ]);
});
