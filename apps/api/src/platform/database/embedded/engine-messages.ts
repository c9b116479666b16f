/** What the engine's thread is started with. */
export interface EngineStart {
  /** Null keeps everything in memory. */
  dataDir: string | null;
  /** Whether a database has to be made first; its data directory then holds none yet. */
  isNew: boolean;
  /** The tarball a new database begins with; null makes it from nothing. */
  template: string | null;
  /** Where to leave a tarball of a database made from nothing, for the next one; null to leave none. */
  saveTemplateTo: string | null;
  socketPath: string;
}

export type EngineCommand = { kind: 'dump'; file: string } | { kind: 'close' };

export type EngineReport =
  | { kind: 'ready' }
  | { kind: 'dumped'; file: string }
  | { kind: 'not dumped'; file: string; reason: string }
  | { kind: 'failed'; reason: string };
