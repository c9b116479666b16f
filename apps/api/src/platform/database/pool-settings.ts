import type pg from 'pg';

/** Of a server's pool: the one thing that whoever opens it and whoever uses it both know. */
export interface PoolSettings extends Omit<pg.PoolConfig, 'onConnect' | 'Client'> {
  /** Statements are prepared under their names. */
  statementNames: boolean;
  /** Makes the connections, where that is not the driver's own. */
  Client?: typeof pg.Client;
  /** Waited for before the connection is lent. */
  onConnect: (client: pg.ClientBase) => Promise<void>;
}
