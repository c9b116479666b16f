type Deed = () => Promise<void>;

interface Entry {
  at: number;
  order: number;
  deed: Deed;
}

/** What people are going to do, in order of time; in order of entry where the time is the same. */
export class Agenda {
  private readonly entries: Entry[] = [];
  private entered = 0;

  at(moment: Date, deed: Deed): void {
    const entry = { at: moment.getTime(), order: this.entered++, deed };
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.entries[middle];
      if (other && (other.at < entry.at || (other.at === entry.at && other.order < entry.order))) low = middle + 1;
      else high = middle;
    }
    this.entries.splice(low, 0, entry);
  }

  /** The time of the first entry; null when there is none. */
  get next(): Date | null {
    const [first] = this.entries;
    return first ? new Date(first.at) : null;
  }

  take(): Deed | undefined {
    return this.entries.shift()?.deed;
  }
}
