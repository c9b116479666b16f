import type { Worker } from 'node:cluster';
import { type Figures, isAboutFigures } from '../../platform/processes/messages.js';

/** Passes on what processes say to one another: each has a line to whoever started it alone. */
export function relay(workers: readonly Worker[], sender: Worker, message: unknown): void {
  if (!isAboutFigures(message)) return;
  const reachable = workers.filter((worker) => worker.isConnected());
  if (message.figures === 'given') {
    const asker = reachable.find(({ id }) => id === message.to);
    if (asker) tell(asker, message);
  } else if (message.figures === 'wanted') {
    const others = reachable.filter((worker) => worker !== sender);
    tell(sender, { figures: 'asked', question: message.question, count: others.length });
    for (const other of others) tell(other, { ...message, from: sender.id });
  }
}

/** One that has just died answers nothing, and is not waited for long. */
const tell = (worker: Worker, message: Figures): void => void worker.send(message, () => {});
