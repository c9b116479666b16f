import { Controller } from '@nestjs/common';
import { api, type Correction, type HoursOfJob } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { AnswerCorrection } from './answer-correction.js';
import { AskCorrection } from './ask-correction.js';
import { TakeBreaks } from './breaks.js';
import { correctionAnswer, ReadHours } from './hours-of-job.js';

@Controller()
export class HoursController {
  constructor(
    private readonly hours: ReadHours,
    private readonly breaks: TakeBreaks,
    private readonly asking: AskCorrection,
    private readonly answers: AnswerCorrection,
  ) {}

  @Handles(api.hours.ofJob)
  ofJob(@Received() { caller, params }: RequestTo<typeof api.hours.ofJob>): Promise<HoursOfJob> {
    return this.hours.of(caller, params.id);
  }

  @Handles(api.hours.beginBreak)
  async beginBreak(@Received() { caller, params }: RequestTo<typeof api.hours.beginBreak>): Promise<HoursOfJob> {
    await this.breaks.begin(caller, params.id);
    return this.hours.of(caller, params.id);
  }

  @Handles(api.hours.endBreak)
  async endBreak(@Received() { caller, params }: RequestTo<typeof api.hours.endBreak>): Promise<HoursOfJob> {
    await this.breaks.end(caller, params.id);
    return this.hours.of(caller, params.id);
  }

  @Handles(api.hours.ask)
  async ask(@Received() { caller, params, body }: RequestTo<typeof api.hours.ask>): Promise<Correction> {
    return correctionAnswer(await this.asking.ask(caller, params.id, body));
  }

  @Handles(api.hours.agree)
  async agree(@Received() { caller, params }: RequestTo<typeof api.hours.agree>): Promise<Correction> {
    return correctionAnswer(await this.answers.agree(caller, params.id));
  }

  @Handles(api.hours.decline)
  async decline(@Received() { caller, params, body }: RequestTo<typeof api.hours.decline>): Promise<Correction> {
    return correctionAnswer(await this.answers.decline(caller, params.id, body.reason));
  }

  @Handles(api.hours.withdraw)
  async withdraw(@Received() { caller, params }: RequestTo<typeof api.hours.withdraw>): Promise<Correction> {
    return correctionAnswer(await this.answers.withdraw(caller, params.id));
  }

  @Handles(api.hours.decide)
  async decide(@Received() { caller, params, body }: RequestTo<typeof api.hours.decide>): Promise<Correction> {
    return correctionAnswer(await this.answers.decide(caller, params.id, body));
  }
}
