import { createHash } from 'node:crypto';
import { api, API_BASE_PATH, describeApi } from '@aegis/contract';

const LENGTH = 16;

let version: string | undefined;

/**
 * Of everything on the wire: another one as soon as any endpoint takes or answers something else. A page that was loaded with
 * another one is told by it that it is older than the server.
 */
export function contractVersion(): string {
  version ??= createHash('sha256')
    .update(JSON.stringify(describeApi(api, API_BASE_PATH, [])))
    .digest('base64url')
    .slice(0, LENGTH);
  return version;
}
