import type { api, WireAnswer } from '@aegis/contract';
import { type Client, createClient } from './client.js';

export interface SignedInClient {
  client: Client;
  token: string;
  user: WireAnswer<typeof api.auth.login>['user'];
}

/** A client that speaks for the account. @throws ApiError `wrong_credentials` */
export async function signIn(baseUrl: string, email: string, password: string): Promise<SignedInClient> {
  const client = createClient({ baseUrl });
  const { token, user } = await client.auth.login({ body: { email, password } });
  return { client, token, user };
}
