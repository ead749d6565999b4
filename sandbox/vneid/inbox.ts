// The citizen's pages at the stand-in: log in, see what came, open a notice and go to its proof. All server-made, no script.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemClock } from '../../domain/clock.ts';
import { html, pageOf, PAGE_HEADERS, type Html } from '../html.ts';
import { formOf, loginForm } from './login-form.ts';
import type { Person } from './persons.ts';
import type { Sessions } from './session.ts';
import type { InboxStore, StoredNotice } from './store.ts';

const FRAME = { title: 'VNeID (mô phỏng)', subtitle: 'Hộp thư thông báo · Inbox' };
const FORMAT = new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'short' });

export type InboxOptions = { readonly store: InboxStore; readonly sessions: Sessions };

export function inboxRoutes(app: FastifyInstance, { store, sessions }: InboxOptions): void {
  const signedIn = async (request: FastifyRequest, answer: FastifyReply, show: (person: Person) => Promise<FastifyReply>): Promise<FastifyReply> => {
    const person = sessions.who(request.headers.cookie);
    return person === null ? answer.redirect('/', 303) : show(person);
  };
  app.get('/', async (request, answer) => (sessions.who(request.headers.cookie) === null ? page(answer, 200, loginForm('/dang-nhap', null)) : answer.redirect('/hop-thu', 303)));
  app.post('/dang-nhap', async (request, answer) => {
    const { name, password } = formOf(request.body);
    const result = sessions.signIn(name, password);
    if (result.kind !== 'in') return page(answer, result.kind === 'wrong' ? 401 : 429, loginForm('/dang-nhap', result.kind));
    return answer.header('set-cookie', sessions.cookieFor(result.person)).redirect('/hop-thu', 303);
  });
  app.post('/dang-xuat', async (_request, answer) => answer.header('set-cookie', sessions.clearing).redirect('/', 303));
  app.get('/hop-thu', async (request, answer) => signedIn(request, answer, async (person) => page(answer, 200, listOf(person, store))));
  app.get<{ Params: { receipt: string } }>('/hop-thu/:receipt', async (request, answer) =>
    signedIn(request, answer, async (person) => {
      const notice = store.open(person.personalId, request.params.receipt);
      if (notice === null) return page(answer, 404, html`<p class="error">Không có thông báo này · No such notice</p><p><a href="/hop-thu">← Hộp thư</a></p>`);
      await store.markRead(notice.receipt, systemClock.now());
      return page(answer, 200, noticePage(notice));
    }),
  );
  app.get<{ Params: { receipt: string } }>('/hop-thu/:receipt/pdf', async (request, answer) =>
    signedIn(request, answer, async (person) => {
      const notice = store.open(person.personalId, request.params.receipt);
      if (notice === null) return answer.code(404).send('');
      const headers = { 'content-type': 'application/pdf', 'content-disposition': 'inline; filename="thong-bao.pdf"', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
      return answer.headers(headers).send(Buffer.from(await store.pdf(notice)));
    }),
  );
}

const page = (answer: FastifyReply, code: number, body: Html): FastifyReply => answer.code(code).headers(PAGE_HEADERS).send(pageOf(FRAME, body));

function listOf(person: Person, store: InboxStore): Html {
  const items = store.inbox(person.personalId).map((notice) => {
    const unread = store.readAt(notice.receipt) === null;
    return html`<li><a class="${unread ? 'new' : ''}" href="/hop-thu/${notice.receipt}"><strong>${notice.title}</strong><br><span class="meta">${notice.sender}<br>Số ${notice.number} · ${FORMAT.format(notice.receivedAt)}</span></a></li>`;
  });
  const list = items.length === 0 ? html`<p class="note">Chưa có thông báo nào · Nothing here yet</p>` : html`<ul class="list">${items}</ul>`;
  return html`<h2>Xin chào, ${person.name}</h2>${list}<form method="post" action="/dang-xuat"><button class="second">Đăng xuất · Sign out</button></form>`;
}

function noticePage(notice: StoredNotice): Html {
  const pdf = `/hop-thu/${notice.receipt}/pdf`;
  return html`<p><a href="/hop-thu">← Hộp thư</a></p><h2>${notice.title}</h2><p class="meta">${notice.sender}<br>Số ${notice.number}<br>Nhận lúc ${FORMAT.format(notice.receivedAt)} · Mã biên nhận ${notice.receipt}</p>
<p>${notice.summary}</p><div class="note">Thông báo này <strong>không yêu cầu nộp tiền</strong> và không có số tài khoản. Không chuyển tiền, không cung cấp mã OTP cho bất kỳ ai.<br>No payment is asked for here.</div>
<a class="button" href="${notice.portalUrl}">Xem chứng cứ · See the proof</a><a class="button second" href="${pdf}">Mở thông báo (PDF) · Open the notice</a>
<object class="pdf" data="${pdf}" type="application/pdf"><p class="meta">Thiết bị không hiển thị được PDF tại đây; hãy dùng nút phía trên.</p></object>`;
}
