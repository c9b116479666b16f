/** What became of one booking, as the simulation saw it. */
export interface Booking {
  jobId: string;
  bookedAt: Date;
  startsInMinutes: number;
  /** Of the last acceptance. */
  acceptedAt: Date | null;
  arrivedAt: Date | null;
  completedAt: Date | null;
  /** Cancelled by the customer, by the system, or not. */
  cancelled: 'customer' | 'nobody' | null;
}

/** What people did and what they were refused, counted. */
export class Counts {
  private readonly counted = new Map<string, number>();

  add(what: string): void {
    this.counted.set(what, (this.counted.get(what) ?? 0) + 1);
  }

  get entries(): [string, number][] {
    return [...this.counted].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** 0: everybody has the same; 1: one has all. */
export function gini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  if (sum === 0) return 0;
  const weighted = sorted.reduce((total, value, index) => total + (index + 1) * value, 0);
  return (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length;
}
