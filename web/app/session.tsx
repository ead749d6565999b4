// Who is signed in, for every screen below.
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { z } from 'zod';
import { sessionView, type Account, type DemoAccount } from '../api/contract.ts';
import { call, type Answer } from './api.ts';

type SessionState = { readonly state: 'asking' } | { readonly state: 'out'; readonly demo: readonly DemoAccount[] } | { readonly state: 'in'; readonly account: Account };
type Session = SessionState & {
  readonly signIn: (name: string, password: string) => Promise<Answer<unknown>>;
  readonly signOut: () => Promise<void>;
  /** To be called when an answer says that the session has ended. */
  readonly ended: () => void;
};

const Context = createContext<Session | null>(null);

export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [state, setState] = useState<SessionState>({ state: 'asking' });
  const ask = useCallback(async () => {
    const answer = await call(sessionView, 'GET', '/api/session');
    const account = answer.ok ? answer.value.account : null;
    setState(account === null ? { state: 'out', demo: answer.ok ? answer.value.demo : [] } : { state: 'in', account });
  }, []);
  useEffect(() => void ask(), [ask]);
  const session = useMemo<Session>(
    () => ({
      ...state,
      signIn: async (name, password) => {
        const answer = await call(sessionView, 'POST', '/api/session', { name, password });
        if (answer.ok && answer.value.account !== null) setState({ state: 'in', account: answer.value.account });
        return answer;
      },
      signOut: async () => {
        await call(z.null(), 'DELETE', '/api/session');
        await ask();
      },
      ended: () => void ask(),
    }),
    [state, ask],
  );
  return <Context value={session}>{children}</Context>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (session === null) throw new Error('expected a SessionProvider above');
  return session;
}

export function useAccount(): Account {
  const session = useSession();
  if (session.state !== 'in') throw new Error('expected somebody signed in');
  return session.account;
}
