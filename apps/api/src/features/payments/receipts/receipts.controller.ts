import { Controller } from '@nestjs/common';
import { type Answer, api, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { ReceiptSigner } from './receipt-signer.js';
import { SignedReceipts } from './signed-receipts.js';

@Controller()
export class ReceiptsController {
  constructor(
    private readonly receipts: SignedReceipts,
    private readonly signer: ReceiptSigner,
  ) {}

  @Handles(api.receipts.ofJob)
  ofJob(
    @Received() { caller, params }: RequestTo<typeof api.receipts.ofJob>,
  ): Promise<Answer<typeof api.receipts.ofJob>> {
    return this.receipts.of(caller, params.id);
  }

  @Handles(api.receipts.file)
  file(@Received() { caller, params }: RequestTo<typeof api.receipts.file>): Promise<FileContent> {
    return this.receipts.file(caller, params.id);
  }

  @Handles(api.receipts.agree)
  agree(
    @Received() { caller, params, body }: RequestTo<typeof api.receipts.agree>,
  ): Promise<Answer<typeof api.receipts.agree>> {
    return this.receipts.agree(caller, params.id, body);
  }

  @Handles(api.receipts.keys)
  keys(@Received() _request: RequestTo<typeof api.receipts.keys>): Promise<Answer<typeof api.receipts.keys>> {
    return this.signer.published();
  }
}
