import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call, api } from '@aegis/contract';
import { useOutletContext } from 'react-router';
import { client } from './client';
import { forgetDrafts } from './kept-draft';
import { ME, sessionBegan, sessionLeft, type User, wasSignedIn } from './session-state';

export interface Session {
  user: User | null;
  /** True until it is known whether somebody is signed in. */
  isLoading: boolean;
}

export function useSession(): Session {
  const me = useQuery({
    queryKey: ME,
    queryFn: () => (wasSignedIn() ? client.users.me() : null),
    staleTime: 60_000,
    meta: { keep: true },
  });
  return { user: me.data ?? null, isLoading: me.isPending && wasSignedIn() };
}

/** For pages that only a signed-in user reaches: ForRole hands it to them, so a page that is just being left still has it. */
export const useUser = (): User => useOutletContext<User>();

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Call<typeof api.auth.login>['body']) => client.auth.login({ body }),
    onSuccess: ({ user }) => sessionBegan(queries, user),
  });
}

/** What talks to the device is loaded when somebody wants it. */
export function usePasskeySignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => (await import('./passkey-device')).signInWithPasskey(),
    onSuccess: ({ user }) => sessionBegan(queries, user),
  });
}

/** Opens an account again that was closed a few days ago, and signs in to it. */
export function useKeepAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => client.auth.cancelErasure({ body: { token } }),
    onSuccess: ({ user }) => sessionBegan(queries, user),
  });
}

export function useSignUp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Call<typeof api.auth.register>['body']) => client.auth.register({ body }),
    onSuccess: ({ user }) => sessionBegan(queries, user),
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      // A device that could not say so is told nothing more either: its next message finds nobody signed in here.
      await import('./push-device').then(({ switchOff }) => switchOff()).catch(() => undefined);
      return client.auth.logout();
    },
    // Also when the server is away: on this screen nobody must be signed in any more.
    onSettled: () => {
      forgetDrafts();
      void import('../jobs/conversation/waiting-messages').then(({ forgetWaiting }) => forgetWaiting());
      void import('./kept-store').then(({ waiting }) => waiting.presence.clear());
      sessionLeft(queries);
    },
  });
}
