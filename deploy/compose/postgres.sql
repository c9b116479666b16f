-- What a process asks for each of its connections, for those that come by way of PgBouncer, which keeps it from asking.
ALTER ROLE aegis SET jit = off;
ALTER ROLE aegis SET timezone = 'UTC';
ALTER ROLE aegis SET statement_timeout = '15s';
ALTER ROLE aegis SET idle_in_transaction_session_timeout = '60s';
