import { Controller } from '@nestjs/common';
import { type Answer, api } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { ReconciliationRuns } from './reconciliation-runs.js';

@Controller()
export class ReconciliationController {
  constructor(private readonly runs: ReconciliationRuns) {}

  @Handles(api.reconciliations.start)
  start(
    @Received() { caller, body }: RequestTo<typeof api.reconciliations.start>,
  ): Promise<Answer<typeof api.reconciliations.start>> {
    return this.runs.ask(caller, body.days);
  }

  @Handles(api.reconciliations.list)
  list(): Promise<Answer<typeof api.reconciliations.list>> {
    return this.runs.newest();
  }

  @Handles(api.reconciliations.get)
  get(
    @Received() { params }: RequestTo<typeof api.reconciliations.get>,
  ): Promise<Answer<typeof api.reconciliations.get>> {
    return this.runs.one(params.id);
  }
}
