import { Injectable } from '@nestjs/common';
import { AuthenticateCharge } from './authenticate-charge.js';
import { RequestTip } from './request-tip.js';

/** What the customer of a job asks their card for by themself. */
@Injectable()
export class CardAsking {
  constructor(
    readonly tips: RequestTip,
    readonly authentication: AuthenticateCharge,
  ) {}
}
