import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What PostgreSQL says when a transaction is committed. */
const COMMITTED = Buffer.from('COMMIT\0');

/** The network between us and the database, which can lose an answer: the server has done it, and we never hear of it. */
export class LossyProxy {
  private marker: Buffer | null = null;
  private lost: (() => void) | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async open(target: { host: string; port: number }): Promise<LossyProxy> {
    const proxy: LossyProxy = new LossyProxy(
      createServer((near) => proxy.join(near, connect(target.port, target.host))),
    );
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /**
   * The news that the next transaction with a statement that has `text` in it is committed is lost, with its connection. Resolves
   * when that has happened.
   */
  loseCommitAfter(text: string): Promise<void> {
    this.marker = Buffer.from(text);
    return new Promise((resolve) => (this.lost = resolve));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket, far: Socket): void {
    let isLosing = false;
    near.on('data', (part: Buffer) => {
      if (this.marker && part.includes(this.marker)) [isLosing, this.marker] = [true, null];
      far.write(part);
    });
    far.on('data', (part: Buffer) => {
      if (!isLosing || !part.includes(COMMITTED)) return void near.write(part);
      for (const socket of [near, far]) socket.destroy();
      this.lost?.();
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => {});
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
