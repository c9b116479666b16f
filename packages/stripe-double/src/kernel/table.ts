/** One object written (or, with null, removed): what the journal keeps. */
export type Change = readonly [table: string, id: string, row: unknown];

/** Something that can be stored: rows are replaced whole, never changed in place. */
export interface Row {
  readonly id: string;
}

/** The objects of one kind, oldest first, with an index on the fields that lists filter by. */
export class Table<T extends Row> {
  private readonly rows = new Map<string, T>();
  private readonly indexes = new Map<keyof T, Map<unknown, Set<string>>>();

  constructor(
    readonly name: string,
    private readonly record: (change: Change) => void,
    indexed: readonly (keyof T)[] = [],
  ) {
    for (const field of indexed) this.indexes.set(field, new Map());
  }

  get(id: string | null | undefined): T | undefined {
    return id === null || id === undefined ? undefined : this.rows.get(id);
  }

  put<R extends T>(row: R): R {
    this.restore(row.id, row);
    this.record([this.name, row.id, row]);
    return row;
  }

  remove(id: string): void {
    this.restore(id, null);
    this.record([this.name, id, null]);
  }

  /** Applies a row read back from the journal, without recording it again. */
  restore(id: string, row: T | null): void {
    const previous = this.rows.get(id);
    for (const [field, index] of this.indexes) {
      if (previous !== undefined) index.get(previous[field])?.delete(id);
      if (row !== null) this.entries(index, row[field]).add(id);
    }
    if (row === null) this.rows.delete(id);
    else this.rows.set(id, row);
  }

  all(): T[] {
    return [...this.rows.values()];
  }

  /** Rows whose indexed field holds this value, oldest first. */
  where(field: keyof T, value: unknown): T[] {
    const index = this.indexes.get(field);
    if (index === undefined) throw new Error(`${this.name} has no index on ${String(field)}`);
    return [...(index.get(value) ?? [])].map((id) => this.rows.get(id)).filter((row) => row !== undefined);
  }

  clear(): void {
    this.rows.clear();
    for (const index of this.indexes.values()) index.clear();
  }

  private entries(index: Map<unknown, Set<string>>, value: unknown): Set<string> {
    const existing = index.get(value);
    if (existing !== undefined) return existing;
    const created = new Set<string>();
    index.set(value, created);
    return created;
  }
}
