import { Controller } from '@nestjs/common';
import { api, type Answer, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { Calendars } from './calendars.js';

const { calendars } = api;
type Named = typeof calendars;

@Controller()
export class CalendarsController {
  constructor(private readonly calendars: Calendars) {}

  @Handles(calendars.mine)
  mine(@Received() { caller }: RequestTo<Named['mine']>): Promise<Answer<Named['mine']>> {
    return this.calendars.mine(caller);
  }

  @Handles(calendars.make)
  make(@Received() { caller }: RequestTo<Named['make']>): Promise<Answer<Named['make']>> {
    return this.calendars.make(caller);
  }

  @Handles(calendars.end)
  end(@Received() { caller }: RequestTo<Named['end']>): Promise<void> {
    return this.calendars.end(caller);
  }

  @Handles(calendars.read)
  read(@Received() { params }: RequestTo<Named['read']>): Promise<FileContent> {
    return this.calendars.read(params.token);
  }

  @Handles(calendars.ofJob)
  ofJob(@Received() { caller, params }: RequestTo<Named['ofJob']>): Promise<FileContent> {
    return this.calendars.ofJob(caller, params.id);
  }
}
