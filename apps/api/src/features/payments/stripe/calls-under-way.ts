import { Injectable } from '@nestjs/common';

/**
 * Attempts whose answer this process waits for. Stripe's event about one often comes before the answer does: whoever has
 * the event waits for the answer, and finds that it has nothing left to tell. Another process does not know and applies
 * the event, which is right as well.
 */
@Injectable()
export class CallsUnderWay {
  private readonly calls = new Map<string, Promise<unknown>>();

  /** `call` asks about one payment row and records the answer. */
  async during<T>(paymentId: string, call: () => Promise<T>): Promise<T> {
    const running = call();
    this.calls.set(paymentId, running);
    try {
      return await running;
    } finally {
      if (this.calls.get(paymentId) === running) this.calls.delete(paymentId);
    }
  }

  /** Returns when no answer is awaited for this row; at once when none is. */
  async end(paymentId: string): Promise<void> {
    // How the call ended is told by the row.
    await this.calls.get(paymentId)?.catch(() => undefined);
  }
}
