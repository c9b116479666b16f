import { Controller } from '@nestjs/common';
import { type Answer, api } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { Credits } from './credits.js';

@Controller()
export class CreditsController {
  constructor(private readonly credits: Credits) {}

  @Handles(api.credits.give)
  give(
    @Received() { caller, params, body }: RequestTo<typeof api.credits.give>,
  ): Promise<Answer<typeof api.credits.give>> {
    return this.credits.give(caller, params.userId, body);
  }

  @Handles(api.credits.ofUser)
  ofUser(@Received() { params }: RequestTo<typeof api.credits.ofUser>): Promise<Answer<typeof api.credits.ofUser>> {
    return this.credits.ofCustomer(params.userId);
  }

  @Handles(api.credits.withdraw)
  withdraw(
    @Received() { caller, params, body }: RequestTo<typeof api.credits.withdraw>,
  ): Promise<Answer<typeof api.credits.withdraw>> {
    return this.credits.withdraw(caller, params.id, body.reason);
  }

  @Handles(api.payments.credit)
  mine(@Received() { caller }: RequestTo<typeof api.payments.credit>): Promise<Answer<typeof api.payments.credit>> {
    return this.credits.mine(caller.userId);
  }
}
