import type { FastifyInstance, FastifyReply } from 'fastify';

/** The longest that a stop waits: a request may be waiting for the payment provider. */
const PATIENCE_MS = 10_000;

/**
 * Lets a stop wait for the answers that are being made. Connections are cut when the server closes, so that event streams do
 * not hold it up; a handler whose connection was cut would go on, and find the database closed.
 */
export function finishRequestsFirst(fastify: FastifyInstance): void {
  const open = new Set<FastifyReply>();
  let onFewer = (): void => {};
  // Its request has been read. Not asked of the connection: a handler goes on when the other side has left.
  fastify.addHook('preHandler', async (_request, reply) => void open.add(reply));
  fastify.addHook('onSend', async (_request, reply) => {
    open.delete(reply);
    onFewer();
  });
  // A stream has begun to answer, and has no end to wait for.
  const isBusy = (): boolean => [...open].some((reply) => !reply.raw.headersSent);
  fastify.addHook('preClose', async () => {
    if (!isBusy()) return;
    await new Promise<void>((resolve) => {
      const tooLong = setTimeout(resolve, PATIENCE_MS);
      onFewer = (): void => {
        if (isBusy()) return;
        clearTimeout(tooLong);
        resolve();
      };
    });
  });
}
