/** From whoever starts the processes to one of them: others have taken its place. */
export const LEAVE = 'leave';

/** Between processes of one cluster, by way of who starts them, who passes on what has a `to`. */
export type Figures =
  /** One wants those of all others. */
  | { figures: 'wanted'; question: number; from?: number }
  /** How many were asked. */
  | { figures: 'asked'; question: number; count: number }
  | { figures: 'given'; question: number; to: number; text: string };

export const isAboutFigures = (message: unknown): message is Figures =>
  typeof message === 'object' && message !== null && 'figures' in message;
