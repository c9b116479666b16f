import { Injectable } from '@nestjs/common';
import { CancelUnpaid } from '../charges/cancel-unpaid.js';
import { CaptureCharge } from '../charges/capture-charge.js';
import { ChargeMore } from '../charges/charge-more.js';
import { ConfirmHold } from '../charges/confirm-hold.js';
import { PlaceHold } from '../charges/place-hold.js';
import { ReleaseHold } from '../charges/release-hold.js';
import { ScheduleHold } from '../charges/schedule-hold.js';
import { UseCredit } from '../credits/use-credit.js';
import { CreatePayout } from '../payouts/create-payout.js';
import { GuaranteePayout } from '../payouts/guarantee-payout.js';
import { ReversePayout } from '../payouts/reverse-payout.js';
import { SendPayout } from '../payouts/send-payout.js';
import { GiveBackHours } from '../refunds/give-back-hours.js';
import { GiveRefund } from '../refunds/give-refund.js';
import { isOfCredit } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import type { JobMoney, Step } from './money-plan.js';

/** The steps that are about the card of a customer. */
@Injectable()
export class ChargeSteps {
  constructor(
    readonly schedule: ScheduleHold,
    readonly placing: PlaceHold,
    readonly confirmation: ConfirmHold,
    readonly unpaid: CancelUnpaid,
    readonly release: ReleaseHold,
    readonly capture: CaptureCharge,
    readonly more: ChargeMore,
  ) {}
}

/** The steps that are about the money of a guard. */
@Injectable()
export class PayoutSteps {
  constructor(
    readonly create: CreatePayout,
    readonly guarantee: GuaranteePayout,
    readonly sending: SendPayout,
    readonly reversals: ReversePayout,
  ) {}
}

/** Takes one step of the plan. */
@Injectable()
export class TakeStep {
  constructor(
    private readonly charges: ChargeSteps,
    private readonly payouts: PayoutSteps,
    private readonly credit: UseCredit,
    private readonly refunds: GiveRefund,
    private readonly back: GiveBackHours,
    private readonly changes: PaymentChanges,
  ) {}

  /**
   * The job's money after it; null when it must be read again.
   * @throws when the outcome is not known: the step may be taken again, and what it has written down keeps it one.
   */
  async take(step: Step, money: JobMoney): Promise<JobMoney | null> {
    switch (step.do) {
      case 'create_payout':
        return this.changes.recordOn(step.charge, (charge, turn) => this.payouts.create.create(turn, charge));
      case 'guarantee':
        return this.payouts.guarantee.write(step.charge);
      case 'use_credit':
        return this.credit.pay(money.job.id);
      case 'send_payout':
        return this.payouts.sending.send(money, step.payout, step.charge);
      case 'give_back':
        return this.back.write(money.job.id);
      case 'give_refund':
        return isOfCredit(step.refund)
          ? this.credit.giveBack(step.refund)
          : this.refunds.give(step.refund, step.charge);
      case 'reverse_payout':
        return this.payouts.reversals.reverse(step.refund, step.payout);
      default:
        return this.takeFromCard(step, money);
    }
  }

  private async takeFromCard(step: CardStep, money: JobMoney): Promise<JobMoney | null> {
    const { schedule, placing, confirmation, unpaid, release, capture, more } = this.charges;
    switch (step.do) {
      case 'schedule_hold':
        return schedule.schedule(money, step.at);
      case 'place_hold':
        return placing.place(money);
      case 'cancel_unpaid':
        await unpaid.cancel(money.job.id, step.mendBy);
        return null;
      case 'renew_hold':
        return placing.renew(money, step.hold);
      case 'confirm_hold':
        return confirmation.confirm(step.charge);
      case 'look_up_hold':
        return confirmation.lookUp(step.hold);
      case 'retire_hold':
        return release.retire(step.hold);
      case 'release_hold':
        return release.release(step.hold);
      case 'capture':
        return capture.capture(money, step.charge);
      case 'charge_more':
        return more.write(money);
    }
  }
}

type CardStep = Exclude<
  Step,
  { do: 'create_payout' | 'guarantee' | 'use_credit' | 'send_payout' | 'give_back' | 'give_refund' | 'reverse_payout' }
>;
