import { api, API_BASE_PATH, type Endpoint } from '@aegis/contract';

interface Refusal {
  status: number;
  code: string;
  detail: string;
  facts?: Record<string, unknown>;
  errors?: { path: string; message: string }[];
}

type Answer =
  | { answer: unknown }
  | { refusal: Refusal }
  /** Nothing comes back. */
  | 'slow'
  | 'unreachable';

/** `GET /jobs/:id` of the contract answers with this; or by what was sent. */
export type Reply = Answer | ((body: unknown) => Answer);

export type Replies = Readonly<Record<string, Reply>>;

const ENDPOINTS: readonly Endpoint[] = Object.values(api).flatMap((group) => Object.values<Endpoint>(group));

const patternOf = ({ path, absolute }: Endpoint): RegExp =>
  new RegExp(`^${absolute ? '' : API_BASE_PATH}${path.replace(/:\w+/g, '[^/]+')}$`);

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

function endpointAsked(url: string | URL, method: string): Endpoint {
  const { pathname } = new URL(url, 'http://localhost');
  const endpoint = ENDPOINTS.find((one) => one.method === method && patternOf(one).test(pathname));
  if (!endpoint) throw new Error(`the contract has no ${method} ${pathname}`);
  return endpoint;
}

/** What of the contract is asked for, as `METHOD /path`. */
export const nameAsked = (url: string, method: string): string => nameOf(endpointAsked(url, method));

/**
 * Answers as the server would, by `METHOD /path` of the contract; what is not named here never answers. An answer that the contract
 * does not know is none: what a page shows of it would show nothing of the server.
 */
export class AnsweringServer {
  replies: Replies = {};
  /** What it was asked, in order. */
  readonly asked: { name: string; body: unknown }[] = [];
  private readonly closed = new AbortController();

  /** What has not been answered is not answered any more. */
  close(): void {
    this.closed.abort(new TypeError('fetch failed'));
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const endpoint = endpointAsked(input instanceof Request ? input.url : input, init?.method ?? 'GET');
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    this.asked.push({ name: nameOf(endpoint), body });
    const signals = [this.closed.signal, ...(init?.signal ? [init.signal] : [])];
    const reply = this.replies[nameOf(endpoint)] ?? 'slow';
    return answerTo(endpoint, typeof reply === 'function' ? reply(body) : reply, AbortSignal.any(signals));
  };
}

async function answerTo(endpoint: Endpoint, reply: Answer, signal: AbortSignal): Promise<Response> {
  if (reply === 'unreachable') throw new TypeError('fetch failed');
  if (reply === 'slow')
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  if ('refusal' in reply) {
    const problem = { type: 'about:blank', title: '', requestId: 'request-1', ...reply.refusal };
    return Response.json(problem, { status: reply.refusal.status });
  }
  const checked = endpoint.answer?.safeParse(reply.answer);
  if (checked?.success === false) throw new Error(`${nameOf(endpoint)} never answers so: ${checked.error.message}`);
  const { status } = endpoint;
  return endpoint.answer ? Response.json(reply.answer, { status }) : new Response(null, { status });
}
