// The page of the simulated mail server: a list of what arrived, and each message as text, as HTML and as its source.
import fastify from 'fastify';
import { simpleParser } from 'mailparser';
import { html, pageOf, PAGE_HEADERS, type Html } from '../html.ts';
import type { MailStore, StoredMail } from './store.ts';

export async function startViewer(store: MailStore, host: string, port: number): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const app = fastify({ forceCloseConnections: true });
  const frame = { title: 'Hộp thư mô phỏng', subtitle: 'Thư điện tử hệ thống đã gửi · Mail that the system sent', wide: true };
  app.get('/', async (_request, answer) => answer.headers(PAGE_HEADERS).send(pageOf(frame, listOf(store.list()))));
  app.get<{ Params: { id: string } }>('/mail/:id', async ({ params }, answer) => {
    const body = await messageOf(store, params.id);
    return answer.code(body === null ? 404 : 200).headers(PAGE_HEADERS).send(pageOf(frame, body ?? html`<p class="error">Không có thư này · No such message</p>`));
  });
  app.get<{ Params: { id: string } }>('/mail/:id/html', async ({ params }, answer) => {
    const source = await store.source(params.id);
    if (source === null) return answer.code(404).send('');
    const { html: inner } = await simpleParser(Buffer.from(source));
    const sandboxed = { ...PAGE_HEADERS, 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups" };
    return answer.headers(sandboxed).send(inner === false ? '' : inner);
  });
  app.get<{ Params: { id: string } }>('/mail/:id/source', async ({ params }, answer) => {
    const source = await store.source(params.id);
    if (source === null) return answer.code(404).send('');
    return answer.headers({ 'content-type': 'message/rfc822', 'content-disposition': `attachment; filename="${params.id}.eml"` }).send(Buffer.from(source));
  });
  const url = await app.listen({ host, port });
  return { url, close: async () => app.close() };
}

function listOf(mails: readonly StoredMail[]): Html {
  if (mails.length === 0) return html`<p class="note">Chưa có thư nào · No mail yet</p>`;
  const rows = mails.map((mail) => html`<li><a href="/mail/${mail.id}"><strong>${mail.subject}</strong><br><span class="meta">${mail.to.join(', ')} · ${moment(mail.receivedAt)}</span></a></li>`);
  return html`<h2>${mails.length} thư</h2><ul class="list">${rows}</ul>`;
}

async function messageOf(store: MailStore, id: string): Promise<Html | null> {
  const mail = store.list().find((candidate) => candidate.id === id);
  const source = await store.source(id);
  if (mail === undefined || source === null) return null;
  const parsed = await simpleParser(Buffer.from(source));
  const attached = parsed.attachments.map(({ filename, size }) => html`<li>${filename ?? 'tệp'} (${size} byte)</li>`);
  return html`<p><a href="/">← Tất cả thư</a></p><h2>${mail.subject}</h2>
<table><tr><th>Từ</th><td>${mail.from}</td></tr><tr><th>Đến</th><td>${mail.to.join(', ')}</td></tr><tr><th>Nhận lúc</th><td>${moment(mail.receivedAt)}</td></tr><tr><th>Message-ID</th><td><code>${mail.messageId}</code></td></tr></table>
<iframe class="pdf" title="Nội dung HTML" src="/mail/${id}/html" sandbox="allow-popups"></iframe>
<h2>Bản chữ</h2><pre>${parsed.text ?? ''}</pre><ul>${attached}</ul><p><a href="/mail/${id}/source">Tải .eml</a></p>`;
}

const FORMAT = new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'medium' });
const moment = (at: number): string => FORMAT.format(at);
