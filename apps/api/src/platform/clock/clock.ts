import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** The one source of the current time: tests and the simulator put their own in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** The one source of new keys. Version 7 grows with time, so that new rows land at the end of their index. */
@Injectable()
export class Ids {
  next(): string {
    return v7();
  }
}
