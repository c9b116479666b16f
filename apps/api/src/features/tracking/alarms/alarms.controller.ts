import { Controller } from '@nestjs/common';
import { type Alarm, api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { Alarms } from './alarms.js';

type Of = typeof api.alarms;

@Controller()
export class AlarmsController {
  constructor(private readonly alarms: Alarms) {}

  @Handles(api.alarms.ofJob)
  ofJob(@Received() { caller, params }: RequestTo<Of['ofJob']>): Promise<Answer<Of['ofJob']>> {
    return this.alarms.ofJob(caller, params.id);
  }

  @Handles(api.alarms.raise)
  raise(@Received() { caller, params, body }: RequestTo<Of['raise']>): Promise<Alarm> {
    return this.alarms.raise(caller, params.id, body);
  }

  @Handles(api.alarms.withdraw)
  withdraw(@Received() { caller, params }: RequestTo<Of['withdraw']>): Promise<Alarm> {
    return this.alarms.withdraw(caller, params.id);
  }

  @Handles(api.alarms.acknowledge)
  acknowledge(@Received() { caller, params }: RequestTo<Of['acknowledge']>): Promise<Alarm> {
    return this.alarms.acknowledge(caller, params.id);
  }

  @Handles(api.alarms.resolve)
  resolve(@Received() { caller, params, body }: RequestTo<Of['resolve']>): Promise<Alarm> {
    return this.alarms.resolve(caller, params.id, body.reason);
  }
}
