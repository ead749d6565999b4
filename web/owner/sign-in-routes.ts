// Signing in at VNeID and out again.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import type { SignIns } from '../../pipeline/cases/sign-in.ts';
import { checkForm } from './form.ts';
import { CALL_BACK, type Oidc } from './oidc.ts';
import { LANGUAGE_COOKIE, OWNER_COOKIE } from './cookies.ts';

/** Ties a log-in under way to the browser that began it. */
const STATE_COOKIE = 'phatnguoi_login';
type Needs = { readonly signIns: SignIns; readonly oidc: Oidc; readonly secure: boolean };
const choice = z.object({ l: z.enum(['vi', 'en']), ve: z.string().default('/') });
const returning = z.object({ ve: z.string().optional() });

/** Only a path of our own: never another site. */
export const ownPath = (path: string): string => (/^\/(?![/\\])[\w\-/.?=&%]*$/.test(path) ? path : '/');

export function signInRoutes(app: FastifyInstance, { signIns, oidc, secure }: Needs): void {
  // Lax, not strict: the browser comes back from VNeID's site, and must be known then.
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;

  app.get('/dang-nhap', async (request, reply) => {
    const { address, state } = await oidc.begin(ownPath(returning.parse(request.query).ve ?? '/'));
    return reply.setCookie(STATE_COOKIE, state, { ...cookie, maxAge: 900 }).redirect(address, 303);
  });

  app.get(CALL_BACK, async (request, reply) => {
    const query = request.url.split('?')[1] ?? '';
    const login = await oidc.finish(query, request.cookies[STATE_COOKIE]);
    const owner = login === null ? null : await signIns.asOwner(login.personalNumber);
    void reply.clearCookie(STATE_COOKIE, { path: '/' });
    if (login === null) return reply.redirect('/?loi=dang-nhap', 303);
    if (owner === null) return reply.redirect('/?loi=khong-co', 303);
    return reply.setCookie(OWNER_COOKIE, await signIns.open({ kind: 'owner', id: owner.id }), cookie).redirect(ownPath(login.returnTo), 303);
  });

  app.post('/dang-xuat', async (request, reply) => {
    checkForm(request);
    const token = request.cookies[OWNER_COOKIE];
    if (token === undefined) throw new Refused('not_signed_in', 'no session');
    await signIns.close(token);
    return reply.clearCookie(OWNER_COOKIE, { path: '/' }).redirect('/', 303);
  });

  app.get('/ngon-ngu', async (request, reply) => {
    const { l, ve } = choice.parse(request.query);
    return reply.setCookie(LANGUAGE_COOKIE, l, { ...cookie, maxAge: 31_536_000 }).redirect(ownPath(ve), 303);
  });
}
