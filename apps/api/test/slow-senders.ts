import { connect, type Socket } from 'node:net';

/** What a sender has to show, and how much of what it has announced it sends. */
export interface Unfinished {
  port: number;
  method?: string;
  path: string;
  headers?: Record<string, string>;
  /** Bytes that the header promises. */
  announced: number;
  /** Bytes that are sent; then nothing. */
  sent: number;
}

/** A request whose body never ends. */
export class SlowSender {
  private text = '';
  private readonly closed: Promise<void>;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (part: string) => (this.text += part));
    // Being cut off is what some of them are here for.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** Resolves when all that it sends has left. */
  static async begin({ port, method = 'PUT', path, headers = {}, announced, sent }: Unfinished): Promise<SlowSender> {
    const socket = connect(port, '127.0.0.1');
    const sender = new SlowSender(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const lines = Object.entries({ host: 'localhost', 'content-length': String(announced), ...headers });
    const head = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    socket.write(head);
    const left = new Promise<void>((resolve) => socket.write(Buffer.alloc(sent), () => resolve()));
    await Promise.race([left, sender.closed]);
    return sender;
  }

  /** A request whose headers never end. */
  static async beginHead(port: number): Promise<SlowSender> {
    const socket = connect(port, '127.0.0.1');
    const sender = new SlowSender(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n');
    return sender;
  }

  /** The status of the answer, when its head has come; null until then. */
  get status(): number | null {
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(this.text)?.[1];
    return status === undefined ? null : Number(status);
  }

  /** The answer as it came. */
  get answer(): string {
    return this.text;
  }

  /** The server has ended the connection. */
  whenClosed(): Promise<void> {
    return this.closed;
  }

  async leave(): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }
}
