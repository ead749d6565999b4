// Joins an OpenID log-in to the citizen's session: already logged in goes straight through, otherwise the form is shown.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { pageOf, PAGE_HEADERS, html } from '../html.ts';
import { formOf, loginForm, type SignInTrouble } from './login-form.ts';
import type { Person } from './persons.ts';
import type { Sessions } from './session.ts';

type Asked = { readonly by: string; readonly again: boolean };

export function interactionRoutes(app: FastifyInstance, sessions: Sessions, provider: () => Provider): void {
  app.get<{ Params: { uid: string } }>('/dang-nhap/:uid', async (request, answer) => {
    const asked = await askedOf(provider(), request, answer);
    if (asked === null) return expired(answer);
    const person = sessions.who(request.headers.cookie);
    return person !== null && !asked.again ? finish(provider(), request, answer, person, null) : form(answer, request.params.uid, asked, null);
  });
  app.post<{ Params: { uid: string } }>('/dang-nhap/:uid', async (request, answer) => {
    const asked = await askedOf(provider(), request, answer);
    if (asked === null) return expired(answer);
    const { name, password } = formOf(request.body);
    const result = sessions.signIn(name, password);
    if (result.kind !== 'in') return form(answer, request.params.uid, asked, result.kind);
    return finish(provider(), request, answer, result.person, sessions.cookieFor(result.person));
  });
}

/** null once the log-in has ended, or was never begun in this browser. */
async function askedOf(provider: Provider, request: FastifyRequest, answer: FastifyReply): Promise<Asked | null> {
  try {
    const { prompt, params } = await provider.interactionDetails(request.raw, answer.raw);
    const client = await provider.Client.find(String(params['client_id']));
    return { by: client?.clientName ?? '', again: prompt.reasons.includes('login_prompt') };
  } catch {
    return null;
  }
}

async function finish(provider: Provider, request: FastifyRequest, answer: FastifyReply, person: Person, cookie: string | null): Promise<FastifyReply> {
  const next = await provider.interactionResult(request.raw, answer.raw, { login: { accountId: person.account } }, { mergeWithLastSubmission: false });
  return (cookie === null ? answer : answer.header('set-cookie', cookie)).redirect(next, 303);
}

function form(answer: FastifyReply, uid: string, asked: Asked, trouble: SignInTrouble): FastifyReply {
  // The redirect after the form leads to the portal: `form-action` stays open, everything else as on other pages.
  const body = pageOf({ title: 'VNeID (mô phỏng)', subtitle: 'Đăng nhập một lần · Single sign-on' }, loginForm(`/dang-nhap/${uid}`, trouble, asked.by));
  return answer.code(trouble === null ? 200 : 401).headers(PAGE_HEADERS).send(body);
}

function expired(answer: FastifyReply): FastifyReply {
  const body = html`<p class="error">Phiên đăng nhập đã hết hạn. Hãy quay lại trang bạn muốn xem và đăng nhập lại.<br>This log-in has expired: go back and start again.</p><p><a href="/">VNeID (mô phỏng)</a></p>`;
  return answer.code(410).headers(PAGE_HEADERS).send(pageOf({ title: 'Hết hạn', subtitle: 'Expired' }, body));
}
