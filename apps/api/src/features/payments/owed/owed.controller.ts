import { Controller } from '@nestjs/common';
import { type Answer, api } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { orUnreachable } from '../stripe/stripe-client.js';
import { OwedMoney } from './owed-money.js';
import { PayOwed } from './pay-owed.js';

@Controller()
export class OwedController {
  constructor(
    private readonly owed: OwedMoney,
    private readonly paying: PayOwed,
  ) {}

  @Handles(api.payments.owed)
  list(@Received() { caller }: RequestTo<typeof api.payments.owed>): Promise<Answer<typeof api.payments.owed>> {
    return this.owed.answerFor(caller.userId);
  }

  @Handles(api.payments.payOwed)
  pay(
    @Received() { caller, params, body }: RequestTo<typeof api.payments.payOwed>,
  ): Promise<Answer<typeof api.payments.payOwed>> {
    return orUnreachable(this.paying.pay(caller, params.id, body.shownOwedCents));
  }
}
