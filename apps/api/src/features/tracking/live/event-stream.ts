import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Caller } from '../../../platform/http/http-request.js';
import type { Frame } from './live-event.js';

const HEARTBEAT = ': still here\n\n';
/** While the last page of what was missed is read; the frames are shared by all streams. */
const MAX_HELD = 20_000;

/**
 * One open connection that events are written to. A reader who cannot keep up is not dropped: nothing is kept for them any more,
 * and they read what they have missed from the timeline, at their own pace, like one who has come back.
 */
export class EventStream {
  /** `behind`: what happens is read later from the timeline. `joining`: waits for the last of it. */
  private mode: 'behind' | 'joining' | 'live' = 'behind';
  private held: Frame[] = [];
  /** Rows above the marker that were written already. */
  private readonly writtenAhead = new Set<number>();
  private isAsked = false;
  private written = 0;
  private taken = 0;
  private takenAtLastBeat = -1;
  /** Whoever breaks off here resumes after this id of the timeline. */
  marker = 0;
  /** Milliseconds of the monotonic clock. */
  lastBeatAt = performance.now();

  /**
   * @param jobId null: all jobs of the caller.
   * @param onBehind has to read up to what is new, and join
   */
  constructor(
    readonly caller: Caller,
    readonly jobId: string | null,
    private readonly response: ServerResponse,
    private readonly bufferBytes: number,
    private readonly onBehind: (stream: EventStream) => void,
  ) {}

  get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  get isBehind(): boolean {
    return this.mode !== 'live';
  }

  /** Of what happens now. */
  tell(frame: Frame): void {
    if (this.mode === 'live') {
      this.write(frame);
      if (this.response.writableLength > this.bufferBytes) void this.askWhetherBehind();
    } else if (this.mode === 'joining' && this.held.push(frame) > MAX_HELD) this.drop();
  }

  /** Of what was missed; comes back when the reader can take more. */
  async catchUpWith(frame: Frame): Promise<void> {
    this.write(frame);
    if (this.response.writableLength > this.bufferBytes) await this.drained();
  }

  /** What happens from now on is held until the last of what was missed has been read. */
  join(): void {
    this.mode = 'joining';
  }

  goLive(): void {
    const { held } = this;
    this.held = [];
    this.mode = 'live';
    for (const frame of held) this.tell(frame);
  }

  /** An id without data is no event, but what to resume after. */
  mark(marker: number): void {
    this.moveTo(marker);
    this.send(`id: ${marker}\n\n`);
  }

  /** A reader who has taken nothing of what waits for them from one heartbeat to the next is gone. */
  beat(): void {
    const waits = this.taken < this.written;
    if (waits && this.taken === this.takenAtLastBeat) return this.drop();
    this.takenAtLastBeat = this.taken;
    this.lastBeatAt = performance.now();
    if (!waits) this.send(HEARTBEAT);
  }

  end(): void {
    if (this.isOpen) this.response.end();
  }

  private write({ id, resumeAfter, text }: Frame): void {
    if (id !== null && (id <= this.marker || this.writtenAhead.has(id))) return;
    if (id !== null) this.writtenAhead.add(id);
    if (resumeAfter !== null) this.moveTo(resumeAfter);
    this.send(text);
  }

  private moveTo(marker: number): void {
    this.marker = Math.max(marker, this.marker);
    for (const id of this.writtenAhead) if (id <= this.marker) this.writtenAhead.delete(id);
  }

  private send(text: string): void {
    if (!this.isOpen) return;
    this.written++;
    this.response.write(text, () => this.taken++);
    this.lastBeatAt = performance.now();
  }

  /** What is written in one turn is given to the kernel after it: only then is known whether the reader takes it. */
  private async askWhetherBehind(): Promise<void> {
    if (this.isAsked) return;
    this.isAsked = true;
    await nextTurn();
    this.isAsked = false;
    if (!this.isOpen || this.mode !== 'live' || this.response.writableLength <= this.bufferBytes) return;
    this.mode = 'behind';
    await this.drained();
    this.onBehind(this);
  }

  private async drained(): Promise<void> {
    await nextTurn();
    if (!this.isOpen || !this.response.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.response.off('drain', done).off('close', done);
        resolve();
      };
      this.response.on('drain', done).on('close', done);
    });
  }

  private drop(): void {
    this.response.destroy();
  }
}
