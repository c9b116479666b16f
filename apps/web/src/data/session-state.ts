import type { WireAnswer, api } from '@aegis/contract';
import type { QueryClient } from '@tanstack/react-query';
import { inTab, onDevice } from './storage';

export type User = WireAnswer<typeof api.users.me>;

export const ME = ['me'] as const;

/** Tells without asking that nobody is signed in: a question would be refused, and a refusal stands in the console. */
const HINT = 'aegis.signed-in';

export const wasSignedIn = (): boolean => onDevice.get(HINT) !== null;

const ROLES: readonly User['role'][] = ['customer', 'guard', 'admin'];

/** Whose page it will be, as far as this browser knows before the server has said so: the way around is theirs from the start. */
export const expectedRole = (): User['role'] | null => ROLES.find((role) => role === onDevice.get(HINT)) ?? null;

/**
 * Says itself who is signed in: a message is often quicker than what another tab has put into the storage, and a tab that read
 * the old hint there would go on showing a person who has left.
 */
type Change = { signedInAs: User['role'] | null };

const tabs = new BroadcastChannel('aegis.session');
const tell = (change: Change): void => tabs.postMessage(change);

function remember(role: User['role'] | null): void {
  if (role === null) onDevice.remove(HINT);
  else onDevice.set(HINT, role);
}

let turn = 0;
/** Another one for each session of this page. */
export const sessionTurn = (): number => turn;

/**
 * Nothing of one person may be shown to the next. ME itself stays, only its value changes: an observer of a removed query would
 * never hear of the new one.
 */
function forgetOthers(client: QueryClient): void {
  turn++;
  // An answer that is still on its way would bring back who has just left.
  void client.cancelQueries({ queryKey: ME });
  client.removeQueries({ predicate: ({ queryKey: [name] }) => name !== ME[0] && name !== 'config' });
  client.getMutationCache().clear();
}

/** From here on this browser speaks for `user`; the other tabs hear of it. */
export function sessionBegan(client: QueryClient, user: User): void {
  remember(user.role);
  forgetOthers(client);
  client.setQueryData(ME, user);
  tell({ signedInAs: user.role });
}

export function sessionLeft(client: QueryClient): void {
  remember(null);
  forgetOthers(client);
  client.setQueryData(ME, null);
  tell({ signedInAs: null });
}

type Ending = (userId: string) => void;
const endings = new Set<Ending>();

/** Told while the page is still as its user left it. */
export function onSessionEnd(tell: Ending): () => void {
  endings.add(tell);
  return () => endings.delete(tell);
}

/** The server does not know this session any more: it was revoked or has run out. */
export function sessionEnded(client: QueryClient): void {
  const user = client.getQueryData<User | null>(ME);
  if (!wasSignedIn() && !user) return;
  if (user) for (const tell of endings) tell(user.id);
  sessionLeft(client);
  inTab.set('aegis.session-ended', '1');
}

/** True once after a session has ended by itself, for the page that asks to sign in again. */
export const endedByItself = (): boolean => inTab.get('aegis.session-ended') !== null;
export const forgetEnd = (): void => inTab.remove('aegis.session-ended');

/** Another tab signed in or out: what this one shows may be somebody else's. */
export function followOtherTabs(client: QueryClient): void {
  tabs.addEventListener('message', ({ data: { signedInAs } }: MessageEvent<Change>) => {
    remember(signedInAs);
    forgetOthers(client);
    if (signedInAs === null) client.setQueryData(ME, null);
    else void client.refetchQueries({ queryKey: ME });
  });
}
