import type { EventStream } from '@aegis/contract';
import { parseJson, refusalOf } from './failures.js';
import { type LooseCall, urlOf } from './request.js';

export interface StreamedEvent {
  event: string;
  /** What to resume after; the last one seen when the event has none of its own. */
  lastEventId: string | undefined;
  data: unknown;
}

export interface StreamOptions {
  baseUrl: string;
  token?: string | null;
  params?: LooseCall['params'];
  lastEventId?: string | undefined;
  signal?: AbortSignal;
}

/**
 * Events of a stream until it ends or `signal` aborts, for programs (a browser has EventSource).
 * @throws ApiError when the server refuses
 */
export async function* readEvents(endpoint: EventStream, options: StreamOptions): AsyncGenerator<StreamedEvent> {
  const { baseUrl, token, params, lastEventId, signal } = options;
  const response = await fetch(urlOf(baseUrl, endpoint, params ? { params } : {}), {
    headers: {
      accept: 'text/event-stream',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    ...(signal && { signal }),
  });
  if (!response.ok || !response.body) throw refusalOf(response, await response.text());
  yield* eventsOf(response.body.pipeThrough(new TextDecoderStream()), lastEventId);
}

async function* eventsOf(chunks: AsyncIterable<string>, resumedAfter?: string): AsyncGenerator<StreamedEvent> {
  let rest = '';
  let lastEventId = resumedAfter;
  for await (const chunk of chunks) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = fieldsOf(block);
      lastEventId = fields.get('id') ?? lastEventId;
      const data = fields.get('data');
      if (data !== undefined) yield { event: fields.get('event') ?? 'message', lastEventId, data: parseJson(data) };
    }
  }
}

const fieldsOf = (block: string): Map<string, string> =>
  new Map(
    block.split('\n').flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trimStart()]] : [];
    }),
  );
