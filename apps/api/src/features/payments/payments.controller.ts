import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { ReadsElsewhere } from '../../platform/http/reads-elsewhere.js';
import { actorOf } from '../../platform/timeline/timeline.js';
import { ApplyWebhook } from './webhooks/apply-webhook.js';
import { Cards } from './stripe/cards.js';
import { ChooseCards } from './stripe/choose-cards.js';
import { PaymentsService } from './payments.service.js';
import { PayoutAccounts } from './payouts/payout-accounts.js';
import { CardAsking } from './charges/card-asking.js';
import { RequestRefund } from './refunds/request-refund.js';
import { orUnreachable } from './stripe/stripe-client.js';

@Controller()
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly cards: Cards,
    private readonly choice: ChooseCards,
    private readonly accounts: PayoutAccounts,
    private readonly refunds: RequestRefund,
    private readonly cardAsking: CardAsking,
    private readonly webhooks: ApplyWebhook,
  ) {}

  @Handles(api.payments.ofJob)
  ofJob(
    @Received() { caller, params }: RequestTo<typeof api.payments.ofJob>,
  ): Promise<Answer<typeof api.payments.ofJob>> {
    return this.payments.ofJob(caller, params.id);
  }

  @Handles(api.payments.tip)
  tip(
    @Received() { caller, params, body }: RequestTo<typeof api.payments.tip>,
  ): Promise<Answer<typeof api.payments.tip>> {
    return this.cardAsking.tips.request(caller, params.id, body.amountCents);
  }

  @Handles(api.payments.authenticate)
  authenticate(
    @Received() { caller, params }: RequestTo<typeof api.payments.authenticate>,
  ): Promise<Answer<typeof api.payments.authenticate>> {
    return orUnreachable(this.cardAsking.authentication.start(caller, params.id));
  }

  @Handles(api.payments.setup)
  setup(@Received() { caller }: RequestTo<typeof api.payments.setup>): Promise<Answer<typeof api.payments.setup>> {
    return orUnreachable(this.cards.startSaving(caller.userId));
  }

  @Handles(api.payments.methods)
  methods(
    @Received() { caller }: RequestTo<typeof api.payments.methods>,
  ): Promise<Answer<typeof api.payments.methods>> {
    return orUnreachable(this.cards.list(caller.userId));
  }

  @Handles(api.payments.chooseCard)
  chooseCard(@Received() { caller, params }: RequestTo<typeof api.payments.chooseCard>): Promise<void> {
    return orUnreachable(this.choice.choose(caller.userId, params.cardId));
  }

  @Handles(api.payments.removeCard)
  removeCard(@Received() { caller, params }: RequestTo<typeof api.payments.removeCard>): Promise<void> {
    return orUnreachable(this.choice.remove(caller.userId, params.cardId));
  }

  @Handles(api.guards.earnings)
  earnings(@Received() { caller }: RequestTo<typeof api.guards.earnings>): Promise<Answer<typeof api.guards.earnings>> {
    return this.payments.earningsOf(caller.userId);
  }

  @Handles(api.guards.payoutAccount)
  payoutAccount(
    @Received() { caller }: RequestTo<typeof api.guards.payoutAccount>,
  ): Promise<Answer<typeof api.guards.payoutAccount>> {
    return orUnreachable(this.accounts.open(caller.userId));
  }

  @ReadsElsewhere()
  @Handles(api.admin.payments)
  list(@Received() { query }: RequestTo<typeof api.admin.payments>): Promise<Answer<typeof api.admin.payments>> {
    return this.payments.list(query);
  }

  @Handles(api.admin.refund)
  refund(
    @Received() { caller, params, body }: RequestTo<typeof api.admin.refund>,
  ): Promise<Answer<typeof api.admin.refund>> {
    const actor = actorOf(caller);
    return this.refunds.request(params.id, body, actor);
  }

  @Handles(api.payments.webhook)
  async webhook(
    @Received() { http }: RequestTo<typeof api.payments.webhook>,
  ): Promise<Answer<typeof api.payments.webhook>> {
    await this.webhooks.receive(http.rawBody, http.headers['stripe-signature']);
    return { received: true };
  }

  @Handles(api.payments.connectWebhook)
  async connectWebhook(
    @Received() { http }: RequestTo<typeof api.payments.connectWebhook>,
  ): Promise<Answer<typeof api.payments.connectWebhook>> {
    await this.webhooks.receive(http.rawBody, http.headers['stripe-signature'], 'connect');
    return { received: true };
  }
}
