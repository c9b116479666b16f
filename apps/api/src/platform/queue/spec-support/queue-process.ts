import type { DataSource } from 'typeorm';
import { Aftermath } from '../../aftermath/aftermath.js';
import { type Clock, Ids } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { Deadlines } from '../deadlines.js';
import { EventQueue } from '../event-queue.js';
import { Lookout } from '../lookout.js';
import { Outbox } from '../outbox.js';

/** What one process has of the queue; several of them are several processes, as far as the database can tell. */
export class QueueProcess {
  readonly database: Database;
  readonly aftermath: Aftermath;
  readonly outbox: Outbox;
  readonly queue: EventQueue;
  readonly deadlines: Deadlines;
  private readonly lookout: Lookout;

  constructor(dataSource: DataSource, clock: Clock) {
    const ids = new Ids();
    this.database = new Database(dataSource);
    this.aftermath = new Aftermath(this.database);
    this.outbox = new Outbox(this.database);
    this.lookout = new Lookout(this.database, this.outbox, clock, ids);
    this.queue = new EventQueue(this.database, this.aftermath, this.outbox, this.lookout, clock, ids);
    this.deadlines = new Deadlines(this.database, this.aftermath, this.lookout, clock, ids);
  }

  /** As a process ends that was asked to. */
  async stop(): Promise<void> {
    await Promise.all([this.queue.close(), this.deadlines.stop(), this.lookout.close()]);
  }

  /** As after kill -9: what it has in hand stays with it, and nothing is heard of it any more. */
  die(): Promise<void> {
    return this.lookout.close();
  }
}
