import {
  api,
  type Api,
  type Call,
  type Endpoint,
  type EventStream,
  type FileContent,
  type WireAnswer,
} from '@aegis/contract';
import { ConnectionError } from './errors.js';
import { parseJson, refusalOf } from './failures.js';
import { KnownAnswers } from './known-answers.js';
import { isRepeatable, type LooseCall, requestOf, urlOf } from './request.js';
import { DEFAULT_RETRY, type RetryLimits, withRetry } from './retry.js';

export interface ClientOptions {
  /** Where the server is, without `/api/v1`. Empty in a page of the server itself. */
  baseUrl: string;
  /** Session token. Browsers that keep the session in its cookie need none. */
  token?: string | null;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch;
  /** Told of the new token after sign-in or registration, and of null after sign-out. */
  onToken?: (token: string | null) => void;
  /** For one try, the body of the answer included. */
  timeoutMs?: number;
  retry?: RetryLimits;
}

export interface CallOptions {
  /** Of endpoints that create or move money or a job: the same key and body give the first answer again. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** Nothing needs to be passed where the contract takes nothing. */
type Arguments<E extends Endpoint> =
  object extends Call<E> ? [call?: Call<E> & CallOptions] : [call: Call<E> & CallOptions];

type Operation<E extends Endpoint> = (...call: Arguments<E>) => Promise<WireAnswer<E>>;

/**
 * One function for each endpoint of the contract, under the same group and name: `client.jobs.get({ params: { id } })`.
 * Each throws ApiError when the server refuses and ConnectionError when there is no answer.
 */
export type Client = {
  readonly [Group in keyof Api]: {
    readonly [
      Name in keyof Api[Group] as Api[Group][Name] extends EventStream ? never : Name
    ]: Api[Group][Name] extends Endpoint ? Operation<Api[Group][Name]> : never;
  };
} & {
  /** The same client for somebody else; null for nobody. */
  withToken(token: string | null): Client;
};

const DEFAULT_TIMEOUT_MS = 30_000;

export function createClient(options: ClientOptions): Client {
  const connection = new Connection(options);
  const groups = Object.entries(api).map(([group, endpoints]) => [group, operationsOf(endpoints, connection)]);
  const withToken = (token: string | null): Client => createClient({ ...options, token });
  // The one cast: from the table as it is walked to the table as it is typed.
  return { ...Object.fromEntries(groups), withToken } as Client;
}

function operationsOf(endpoints: Record<string, Endpoint>, connection: Connection): Record<string, unknown> {
  const answering = Object.entries(endpoints).filter(([, endpoint]) => endpoint.events === undefined);
  return Object.fromEntries(
    answering.map(([name, endpoint]) => [name, (call?: LooseCall) => connection.call(endpoint, call)]),
  );
}

/** A server and the session of who calls it. */
class Connection {
  private token: string | null;
  private readonly known = new KnownAnswers();

  constructor(private readonly options: ClientOptions) {
    this.token = options.token ?? null;
  }

  async call(endpoint: Endpoint, call: LooseCall = {}): Promise<unknown> {
    const url = urlOf(this.options.baseUrl, endpoint, call);
    const request = requestOf(endpoint, call, this.token);
    const isFile = endpoint.fileTypes.length > 0;
    const attempt = (): Promise<unknown> =>
      isFile ? this.download(url, request, call.signal) : this.send(url, request, endpoint, call.signal);
    const answer = isRepeatable(endpoint, call)
      ? await withRetry(attempt, this.options.retry ?? DEFAULT_RETRY, call.signal)
      : await attempt();
    this.followSession(endpoint, answer);
    return answer;
  }

  private async send(
    url: string,
    request: RequestInit,
    { isVersioned }: Endpoint,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const headers = { ...(request.headers as Record<string, string>), ...(isVersioned && this.known.headerFor(url)) };
    const { response, bytes } = await this.exchange(url, { ...request, headers }, signal);
    const known = response.status === 304 ? this.known.textOf(url) : undefined;
    const text = known ?? new TextDecoder().decode(bytes);
    if (!response.ok && known === undefined) throw refusalOf(response, text);
    if (response.status === 204) return undefined;
    const answer = parseJson(text);
    if (answer === undefined) throw refusalOf(response, text);
    if (isVersioned && response.ok) this.known.keep(url, response.headers.get('etag'), text);
    return answer;
  }

  private async download(url: string, request: RequestInit, signal: AbortSignal | undefined): Promise<FileContent> {
    const { response, bytes } = await this.exchange(url, request, signal);
    if (!response.ok) throw refusalOf(response, new TextDecoder().decode(bytes));
    const fileName = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
    return { content: bytes, contentType, fileName, status: response.status };
  }

  private async exchange(
    url: string,
    request: RequestInit,
    signal: AbortSignal | undefined,
  ): Promise<{ response: Response; bytes: Uint8Array }> {
    const timeoutMs = this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const deadline = AbortSignal.timeout(timeoutMs);
    // Called as a plain function: browsers refuse a `fetch` that is a method of something else.
    const send = this.options.fetch ?? fetch;
    try {
      const response = await send(url, { ...request, signal: signal ? AbortSignal.any([signal, deadline]) : deadline });
      return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      const reason = deadline.aborted ? `no answer within ${timeoutMs} ms` : 'no connection';
      throw new ConnectionError(`${request.method} ${url}: ${reason}`, { cause });
    }
  }

  /** Sign-in and sign-out change who this client speaks for. */
  private followSession(endpoint: Endpoint, answer: unknown): void {
    if (endpoint === api.auth.login || endpoint === api.auth.register || endpoint === api.auth.cancelErasure) {
      this.remember((answer as WireAnswer<typeof api.auth.login>).token);
    } else if (endpoint === api.auth.logout) this.remember(null);
  }

  private remember(token: string | null): void {
    this.known.forget();
    this.token = token;
    this.options.onToken?.(token);
  }
}
