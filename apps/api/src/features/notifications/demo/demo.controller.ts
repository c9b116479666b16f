import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles } from '../../../platform/http/handles.js';
import { DemoPhones } from './demo-phones.js';

@Controller()
export class DemoController {
  constructor(private readonly phones: DemoPhones) {}

  @Handles(api.phones.list)
  list(): Promise<Answer<typeof api.phones.list>> {
    return this.phones.list();
  }
}
