/**
 * The few facts of the PostgreSQL protocol (version 3) that the wire server needs: where a message ends, what the messages
 * before the first query are, and where a prepared statement's name stands. Lengths are bytes, numbers big-endian.
 */

const SSL_REQUEST = 80877103;
const GSS_ENCRYPTION_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;

/** Every message of a client that has been let in starts with a type byte; the length counts itself, not the type byte. */
const TYPE_BYTES = 1;
const LENGTH_BYTES = 4;

const [PARSE, BIND, DESCRIBE, CLOSE, SYNC, FLUSH, QUERY, TERMINATE, STATEMENT, READY, ERROR] = [...'PBDCSHQXSZE'].map(
  (letter) => letter.charCodeAt(0),
);

export type Greeting = 'encryption' | 'cancel' | 'startup';

/** The first whole message of a new client (it has no type byte), or null while more bytes have to come. */
export function readGreeting(bytes: Buffer): { kind: Greeting; message: Buffer } | null {
  if (bytes.length < 2 * LENGTH_BYTES || bytes.length < bytes.readUInt32BE(0)) return null;
  const code = bytes.readUInt32BE(LENGTH_BYTES);
  const encryption = code === SSL_REQUEST || code === GSS_ENCRYPTION_REQUEST;
  const kind = encryption ? 'encryption' : code === CANCEL_REQUEST ? 'cancel' : 'startup';
  return { kind, message: bytes.subarray(0, bytes.readUInt32BE(0)) };
}

/**
 * The messages up to and including the first one the server answers at once (Query, Sync, Flush, Terminate), or null while
 * it has not arrived. They have to reach the engine together: between a Parse and its Execute no other client may be served.
 */
export function readBatch(bytes: Buffer): { messages: Buffer[]; length: number } | null {
  const messages: Buffer[] = [];
  let position = 0;
  while (bytes.length >= position + TYPE_BYTES + LENGTH_BYTES) {
    const end = position + TYPE_BYTES + bytes.readUInt32BE(position + TYPE_BYTES);
    if (bytes.length < end) return null;
    messages.push(bytes.subarray(position, end));
    if ([SYNC, FLUSH, QUERY, TERMINATE].includes(bytes[position])) return { messages, length: end };
    position = end;
  }
  return null;
}

export function isTerminate(message: Buffer): boolean {
  return message[0] === TERMINATE;
}

/** The state a ReadyForQuery at the end of an answer tells: I idle, T in a transaction, E in a failed one; null without one. */
export function readyState(answer: Buffer): 'I' | 'T' | 'E' | null {
  const start = answer.length - 6;
  if (start < 0 || answer[start] !== READY || answer.readUInt32BE(start + TYPE_BYTES) !== 5) return null;
  return String.fromCharCode(answer[answer.length - 1] ?? 0) as 'I' | 'T' | 'E';
}

/** Where the statement's name starts in a message that carries one (a portal's name stands before it in a Bind). */
function statementNameAt(message: Buffer): number | null {
  const body = TYPE_BYTES + LENGTH_BYTES;
  if (message[0] === PARSE) return body;
  if (message[0] === BIND) return message.indexOf(0, body) + 1;
  if ((message[0] === DESCRIBE || message[0] === CLOSE) && message[body] === STATEMENT) return body + 1;
  return null;
}

/** The message with `prefix` before its statement's name, and the new name; unnamed statements stay unnamed. */
export function prefixStatementName(message: Buffer, prefix: string): { message: Buffer; statement: string | null } {
  const start = statementNameAt(message);
  if (start === null || message[start] === 0) return { message, statement: null };
  const renamed = Buffer.concat([message.subarray(0, start), Buffer.from(prefix), message.subarray(start)]);
  renamed.writeUInt32BE(renamed.length - TYPE_BYTES, TYPE_BYTES);
  return { message: renamed, statement: renamed.toString('utf8', start, renamed.indexOf(0, start)) };
}

function frame(type: string, ...parts: string[]): Buffer {
  const body = Buffer.from(parts.join(''));
  const message = Buffer.alloc(TYPE_BYTES + LENGTH_BYTES + body.length);
  message.write(type);
  message.writeUInt32BE(LENGTH_BYTES + body.length, TYPE_BYTES);
  body.copy(message, TYPE_BYTES + LENGTH_BYTES);
  return message;
}

export function simpleQuery(sql: string): Buffer {
  return frame('Q', sql, '\0');
}

export function closeStatements(names: Iterable<string>): Buffer {
  return Buffer.concat([...[...names].map((name) => frame('C', 'S', name, '\0')), frame('S')]);
}

/** The first ErrorResponse in an answer, or null when nothing failed. */
export function readError(answer: Buffer): { severity: string; sentence: string } | null {
  for (let position = 0; position + TYPE_BYTES + LENGTH_BYTES <= answer.length;) {
    const end = position + TYPE_BYTES + answer.readUInt32BE(position + TYPE_BYTES);
    if (answer[position] === ERROR) {
      const fields = answer.toString('utf8', position + TYPE_BYTES + LENGTH_BYTES, end).split('\0');
      const field = (letter: string): string => fields.find((text) => text.startsWith(letter))?.slice(1) ?? 'unknown';
      return { severity: field('V'), sentence: field('M') };
    }
    position = end;
  }
  return null;
}
