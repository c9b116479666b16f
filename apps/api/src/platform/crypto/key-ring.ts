/** 256 bits: AES-256. */
const KEY_BYTES = 32;

const KEY_ENTRY = /^([a-z0-9][a-z0-9-]{0,30}):([A-Za-z0-9+/_-]{43}=?)$/;

export class KeyRingError extends Error {}

/**
 * The keys of encrypted fields, by id. The first encrypts; all of them decrypt, so that values of an older key stay readable
 * until `npm run keys -- rotate` has been over them.
 */
export class KeyRing {
  private readonly keys: ReadonlyMap<string, Buffer>;
  readonly activeId: string;

  /** @param entries `id:base64` of 32 bytes each, the active one first. @throws KeyRingError; its message holds no key. */
  constructor(entries: readonly string[]) {
    const keys = new Map<string, Buffer>();
    for (const [index, entry] of entries.entries()) {
      const { id, key } = readEntry(entry, index);
      if (keys.has(id)) throw new KeyRingError(`has two keys named ${id}`);
      keys.set(id, key);
    }
    const [activeId] = keys.keys();
    if (activeId === undefined) throw new KeyRingError('holds no key');
    this.keys = keys;
    this.activeId = activeId;
  }

  static parse(list: string): KeyRing {
    return new KeyRing(
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    );
  }

  get ids(): string[] {
    return [...this.keys.keys()];
  }

  /** @throws KeyRingError when no key has this id. */
  key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new KeyRingError(`lacks the key ${id}`);
    return key;
  }

  /** A ring goes into logs and error messages by accident sooner or later: only the names do. */
  toJSON(): { keys: string[] } {
    return { keys: this.ids };
  }
}

function readEntry(entry: string, index: number): { id: string; key: Buffer } {
  const [, id, encoded] = KEY_ENTRY.exec(entry) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (id === undefined || key.length !== KEY_BYTES)
    throw new KeyRingError(`entry ${index + 1} is not "name:key" with a key of 32 bytes in base64`);
  return { id, key };
}
