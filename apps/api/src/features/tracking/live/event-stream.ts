import type { ServerResponse } from 'node:http';
import type { Caller } from '../../../platform/http/http-request.js';

const HEARTBEAT = ': still here\n\n';
const MAX_HELD = 1000;

/** One open connection that events are written to. */
export class EventStream {
  private held: { id: number | null; frame: string }[] | null = [];
  private wasBehind = false;
  /** Milliseconds of the monotonic clock. */
  lastWriteAt = 0;

  /** @param jobId null: all jobs of the caller. */
  constructor(
    readonly caller: Caller,
    readonly jobId: string | null,
    private readonly response: ServerResponse,
    private readonly bufferBytes: number,
  ) {}

  get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  /** Events that come while those since Last-Event-ID are read wait for them. */
  send(id: number | null, frame: string): void {
    if (!this.held) this.write(frame);
    else if (this.held.push({ id, frame }) > MAX_HELD) this.drop();
  }

  /** What was missed comes first, then what has been held meanwhile, but nothing twice. */
  begin(missed: readonly string[], missedIds: ReadonlySet<number>): void {
    const held = this.held ?? [];
    this.held = null;
    for (const frame of missed) this.write(frame);
    for (const { id, frame } of held) if (id === null || !missedIds.has(id)) this.write(frame);
  }

  /** A reader who has taken nothing from one heartbeat to the next is dropped like one whose buffer is full. */
  beat(): void {
    const isBehind = this.response.writableLength > 0;
    if (isBehind && this.wasBehind) return this.drop();
    this.wasBehind = isBehind;
    this.write(HEARTBEAT);
  }

  end(): void {
    if (this.isOpen) this.response.end();
  }

  private write(text: string): void {
    if (!this.isOpen) return;
    this.response.write(text);
    this.lastWriteAt = performance.now();
    if (this.response.writableLength > this.bufferBytes) this.drop();
  }

  /** Nothing more is kept for them: they come back with Last-Event-ID when they can read again. */
  private drop(): void {
    this.response.destroy();
  }
}
