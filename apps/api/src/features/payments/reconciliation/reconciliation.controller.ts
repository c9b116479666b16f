import { Controller } from '@nestjs/common';
import { type Answer, api } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { orUnreachable } from '../stripe/stripe-client.js';
import { Reconcile } from './reconcile.js';

@Controller()
export class ReconciliationController {
  constructor(private readonly reconcile: Reconcile) {}

  @Handles(api.admin.reconciliation)
  run(
    @Received() { query }: RequestTo<typeof api.admin.reconciliation>,
  ): Promise<Answer<typeof api.admin.reconciliation>> {
    return orUnreachable(this.reconcile.run(query.days));
  }
}
