// Sign in, sign out, and who I am.
import { z } from 'zod';
import { Refused } from '../../../domain/errors.ts';
import { SESSION_COOKIE } from '../access.ts';
import type { Attempts } from '../attempts.ts';
import { refusal, sessionView, signIn, type Account, type DemoAccount } from '../contract.ts';
import type { Desk } from '../desk.ts';
import type { App } from '../app.ts';
import type { Sessions } from '../sessions.ts';

type Needs = { readonly desk: Desk; readonly sessions: Sessions<Account>; readonly attempts: Attempts; readonly demoAccounts: readonly DemoAccount[]; readonly secure: boolean };

export function sessionRoutes(app: App, { desk, sessions, attempts, demoAccounts, secure }: Needs): void {
  const demo = [...demoAccounts];
  app.get('/api/session', { schema: { summary: 'Who is signed in', response: { 200: sessionView } } }, async (request) => {
    await Promise.resolve();
    return { account: request.session?.account ?? null, demo: request.session === null ? demo : [] };
  });

  app.post('/api/session', { schema: { summary: 'Sign in', body: signIn, response: { 200: sessionView, 401: refusal, 429: refusal } } }, async (request, reply) => {
    const { name, password } = request.body;
    if (!attempts.mayTry(name, request.ip)) throw new Refused('too_many_attempts', 'sign-in limit reached');
    const account = await desk.signIn(name, password);
    if (account === null) {
      attempts.failed(name, request.ip);
      throw new Refused('wrong_credentials', 'sign-in failed');
    }
    attempts.succeeded(name);
    await sessions.close(request.cookies[SESSION_COOKIE]);
    void reply.setCookie(SESSION_COOKIE, await sessions.open(account), { path: '/', httpOnly: true, sameSite: 'strict', secure });
    return { account, demo: [] };
  });

  app.delete('/api/session', { schema: { summary: 'Sign out', response: { 204: z.null() } } }, async (request, reply) => {
    await sessions.close(request.cookies[SESSION_COOKIE]);
    await reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).serializer(() => '').send(null);
  });
}
