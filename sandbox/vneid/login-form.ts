// The log-in form that the inbox and the OpenID log-in share.
import { z } from 'zod';
import { html, type Html } from '../html.ts';

const form = z.object({ name: z.string().max(100).catch(''), password: z.string().max(200).catch('') });

export type SignInTrouble = 'wrong' | 'too_many' | null;
const TROUBLE: Readonly<Record<Exclude<SignInTrouble, null>, string>> = {
  wrong: 'Số định danh hoặc mật khẩu không đúng. · Wrong id or password.',
  too_many: 'Quá nhiều lần thử, hãy chờ một phút. · Too many attempts, wait a minute.',
};

export const formOf = (body: unknown): { readonly name: string; readonly password: string } => form.catch({ name: '', password: '' }).parse(body);

/** `askedBy` says who gets what after the log-in: consent is given by logging in. */
export function loginForm(action: string, trouble: SignInTrouble, askedBy: string | null = null): Html {
  const consent = askedBy === null ? html`` : html`<div class="note">Đăng nhập để <strong>${askedBy}</strong> nhận số định danh và họ tên của bạn.<br>By logging in you share your id and name with it.</div>`;
  const error = trouble === null ? html`` : html`<p class="error" role="alert">${TROUBLE[trouble]}</p>`;
  return html`<h2>Đăng nhập</h2>${consent}${error}<form method="post" action="${action}"><label for="name">Số định danh cá nhân hoặc tài khoản</label><input id="name" name="name" autocomplete="username" required autofocus>
<label for="password">Mật khẩu</label><input id="password" name="password" type="password" autocomplete="current-password" required><button>Đăng nhập · Log in</button></form>`;
}
