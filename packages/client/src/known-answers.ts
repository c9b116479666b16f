interface Known {
  tag: string;
  text: string;
}

/** Answers that are kept for a question that is asked again; more pages of them are not open at once. */
const MOST = 20;

/**
 * The last answers that came with a version, so that the server need not read and send again what is still the same. In memory
 * alone, and of one session: where somebody was must be in no cache of a browser.
 */
export class KnownAnswers {
  private readonly byUrl = new Map<string, Known>();

  /** The header that tells what is known; nothing where nothing is. */
  headerFor(url: string): Record<string, string> {
    const tag = this.byUrl.get(url)?.tag;
    return tag === undefined ? {} : { 'if-none-match': tag };
  }

  /** What the answer was when it had the version that `headerFor` has told of. */
  textOf(url: string): string | undefined {
    return this.byUrl.get(url)?.text;
  }

  keep(url: string, tag: string | null, text: string): void {
    this.byUrl.delete(url);
    if (tag === null) return;
    this.byUrl.set(url, { tag, text });
    // A map gives its keys in the order in which they came.
    const [oldest] = this.byUrl.keys();
    if (this.byUrl.size > MOST && oldest !== undefined) this.byUrl.delete(oldest);
  }

  forget(): void {
    this.byUrl.clear();
  }
}
