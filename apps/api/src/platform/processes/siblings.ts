import cluster from 'node:cluster';
import { SECOND_MS } from '../clock/duration.js';
import { type Figures, isAboutFigures } from './messages.js';

/** One that does not answer by then is left out: it hangs, or has just died. Longer than a figure is waited for there. */
const ANSWER_LIMIT_MS = 7 * SECOND_MS;

interface Question {
  texts: string[];
  expected: number;
  resolve: (texts: string[]) => void;
}

/** The other processes that listen on this one's port; none outside of a cluster. */
export class Siblings {
  private readonly questions = new Map<number, Question>();
  private asked = 0;

  /** @param figures of this process, for the others */
  constructor(private readonly figures: () => Promise<string>) {
    if (cluster.isWorker) process.on('message', this.receive);
  }

  close(): void {
    process.off('message', this.receive);
  }

  /** What each of the others says of itself. */
  figuresOfOthers(): Promise<string[]> {
    if (!cluster.isWorker) return Promise.resolve([]);
    const question = ++this.asked;
    return new Promise((resolve) => {
      this.questions.set(question, { texts: [], expected: Infinity, resolve });
      setTimeout(() => this.end(question), ANSWER_LIMIT_MS).unref();
      tell({ figures: 'wanted', question });
    });
  }

  private readonly receive = (message: unknown): void => {
    if (!isAboutFigures(message)) return;
    if (message.figures === 'wanted') return void this.give(message);
    const open = this.questions.get(message.question);
    if (!open) return;
    if (message.figures === 'asked') open.expected = message.count;
    else open.texts.push(message.text);
    if (open.texts.length >= open.expected) this.end(message.question);
  };

  private async give({ question, from = 0 }: Figures & { figures: 'wanted' }): Promise<void> {
    // Without them the others' figures are shown.
    const text = await this.figures().catch(() => '');
    tell({ figures: 'given', question, to: from, text });
  }

  private end(question: number): void {
    const open = this.questions.get(question);
    this.questions.delete(question);
    open?.resolve(open.texts);
  }
}

/** Who started us may be gone, and ends us then. */
const tell = (message: Figures): void => void process.send?.(message, undefined, undefined, () => {});
