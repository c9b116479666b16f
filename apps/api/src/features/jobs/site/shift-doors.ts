import { Injectable } from '@nestjs/common';
import { BookRest } from '../book-rest.js';
import { ArrivalCode } from './arrival-code.js';
import { NoShow } from './no-show.js';

/** What a customer can do while a shift does not go as it was booked. */
@Injectable()
export class ShiftDoors {
  constructor(
    readonly codes: ArrivalCode,
    readonly late: NoShow,
    readonly rest: BookRest,
  ) {}
}
