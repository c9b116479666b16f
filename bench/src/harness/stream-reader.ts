import { connect, type Socket } from 'node:net';

/** An open event stream that costs the reader next to nothing: thousands of them share this process with the load. */
export class StreamReader {
  private constructor(private readonly socket: Socket) {}

  /** Resolves when the answer has begun. `onChunk` gets everything that comes after. */
  static open(origin: string, path: string, token: string, onChunk: (text: string) => void): Promise<StreamReader> {
    const { host, hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    socket.setEncoding('latin1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (head: string) => {
        if (!head.startsWith('HTTP/1.1 200')) return reject(new Error(head));
        socket.on('data', onChunk);
        resolve(new StreamReader(socket));
      });
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
