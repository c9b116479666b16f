import { Controller } from '@nestjs/common';
import { type Answer, api, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { ExtendBooking } from '../charges/extend-booking.js';
import { CustomerStatements } from './customer-statements.js';
import { customerStatementPdf, earningsPdf, receiptPdf } from './statement-pdf.js';
import { Receipts } from './receipts.js';
import { Statements } from './statements.js';

@Controller()
export class StatementsController {
  constructor(
    private readonly receipts: Receipts,
    private readonly statements: Statements,
    private readonly customers: CustomerStatements,
    private readonly extension: ExtendBooking,
  ) {}

  @Handles(api.payments.receipt)
  receipt(
    @Received() { caller, params }: RequestTo<typeof api.payments.receipt>,
  ): Promise<Answer<typeof api.payments.receipt>> {
    return this.receipts.of(caller, params.id);
  }

  @Handles(api.payments.receiptPdf)
  async receiptPdf(@Received() { caller, params }: RequestTo<typeof api.payments.receiptPdf>): Promise<FileContent> {
    return receiptPdf(await this.receipts.of(caller, params.id), caller.language);
  }

  @Handles(api.payments.statement)
  statement(
    @Received() { caller, query }: RequestTo<typeof api.payments.statement>,
  ): Promise<Answer<typeof api.payments.statement>> {
    return this.customers.of(caller, query);
  }

  @Handles(api.payments.statementPdf)
  async statementPdf(@Received() { caller, query }: RequestTo<typeof api.payments.statementPdf>): Promise<FileContent> {
    return customerStatementPdf(await this.customers.of(caller, query), caller.language);
  }

  @Handles(api.payments.earningsStatement)
  earnings(
    @Received() { caller, query }: RequestTo<typeof api.payments.earningsStatement>,
  ): Promise<Answer<typeof api.payments.earningsStatement>> {
    return this.statements.earnings(caller.userId, query);
  }

  @Handles(api.payments.earningsStatementPdf)
  async earningsPdf(
    @Received() { caller, query }: RequestTo<typeof api.payments.earningsStatementPdf>,
  ): Promise<FileContent> {
    return earningsPdf(await this.statements.earnings(caller.userId, query), caller.language);
  }

  @Handles(api.payments.extend)
  extend(
    @Received() { caller, params, body }: RequestTo<typeof api.payments.extend>,
  ): Promise<Answer<typeof api.payments.extend>> {
    return body.preview
      ? this.extension.preview(caller, params.id, body.endTime)
      : this.extension.request(caller, params.id, body);
  }
}
