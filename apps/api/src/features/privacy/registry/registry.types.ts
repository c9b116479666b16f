export type DataClass = 'none' | 'contact' | 'identity' | 'location' | 'financial' | 'secret';

/** How a column's value leaves in an export. `hidden` is for secrets and for what is only of use to the machine. */
type ExportForm = 'plain' | 'position' | 'decrypted' | 'picture' | 'hidden';

export interface ColumnEntry {
  class: DataClass;
  purpose: string;
  export: ExportForm;
  /** What erasure sets it to, as SQL over the row, `$1` being the person; undefined: it stays as it is. */
  erased?: string;
  /** A position in other words: a distance, a time on the way, a score. Told as such, and kept like one (docs/decisions/0120). */
  isDerived?: true;
  /** Written by people. */
  freeText?: boolean;
  /**
   * Written by people about each other, so it may name the other party of a job; of jsonb, the keys that people write. Everything
   * else of a row is the machine's, or about a place, and is never searched for names.
   */
  mayName?: true | readonly string[];
  /** Not the person's own: left out of the export of one who was only a party. */
  ofTheOtherParty?: boolean;
}

export interface TableEntry {
  /** A sentence for the person it is about. */
  meaning: string;
  retention: string;
  /** Which rows are the person's, `$1` being their id; undefined: no row is about a person. */
  owner?: string;
  /** Rows of others in which they took part: exported in part; only in these may what others wrote name the person. */
  party?: string;
  /** Whether erasure takes the person's rows away or keeps them with `erased` columns. */
  rows: 'deleted' | 'kept';
  /**
   * May lie on other servers (docs/citus.md): what is written there is in no transaction with rows of other tables, or a failure of
   * its commit could keep the one and lose the other.
   */
  standsApart?: true;
  /** A unique column to read the rows in order by, with its type. */
  key: { column: string; type: string };
  columns: Readonly<Record<string, ColumnEntry>>;
}

export type Registry = Readonly<Record<string, TableEntry>>;
