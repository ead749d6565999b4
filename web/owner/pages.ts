// The pages of the owner's portal: welcome, my notices, verify, and what went wrong.
import { displayPlate } from '../../domain/plate.ts';
import { ERRORS, type ErrorCode } from '../../domain/errors.ts';
import { vietnamText } from '../../domain/clock.ts';
import { epochMs, plateText } from '../../domain/units.ts';
import type { OwnerNotice, Verification } from '../../prisma/views-owner.ts';
import { STATE } from '../words/labels.ts';
import { inLanguage, type Language, type Text } from '../words/language.ts';
import { html, type Html } from './html.ts';
import { page, type PageContext } from './layout.ts';

export const synthetic = (language: Language): Html => html`<p class="synthetic" data-testid="synthetic">${inLanguage(language, ['DỮ LIỆU MÔ PHỎNG: không phải xe và người thật', 'SYNTHETIC DATA: no real vehicle or person'])}</p>`;
/** What a state means to the owner. */
export function stateMark(language: Language, { state, withdrawnAt }: Pick<OwnerNotice, 'state' | 'withdrawnAt'>): Html {
  const text: Text = withdrawnAt !== null || state === 'withdrawn' ? STATE.withdrawn : state === 'noticed' ? ['Chờ trả lời', 'Awaits your answer'] : state === 'contested' ? ['Đang xem xét khiếu nại', 'Your contest is being examined'] : STATE[state];
  return html`<span class="state state-${state}" data-testid="notice-state" data-state="${state}">${inLanguage(language, text)}</span>`;
}

export function welcome(context: PageContext, failed: boolean): string {
  const say = (text: Text): string => inLanguage(context.language, text);
  return page(context, ['Đăng nhập', 'Sign in'], html`<h1>${say(['Thông báo vi phạm của tôi', 'My offence notices'])}</h1>
${failed ? html`<p class="box bad" data-testid="login-failed">${say(['Đăng nhập không thành công. Hãy thử lại.', 'Sign-in did not succeed. Try again.'])}</p>` : null}
<section class="box"><p>${say(['Đăng nhập bằng tài khoản định danh điện tử để xem thông báo, hình ảnh chứng cứ, quyền và thời hạn của bạn, và để trả lời hoặc khiếu nại.', 'Sign in with your electronic identity to see your notices, the pictures, your rights and time limits, and to answer or contest.'])}</p>
<p><a class="button" href="/dang-nhap" data-testid="owner-sign-in">${say(['Đăng nhập bằng VNeID', 'Sign in with VNeID'])}</a></p></section>
<section class="box"><h2>${say(['Nhận được thông báo giấy hoặc qua thư?', 'Got a notice on paper or by mail?'])}</h2><p>${say(['Quét mã QR trên thông báo, hoặc nhập số và mã để kiểm tra thông báo là thật.', 'Scan its QR code, or enter its number and code to check that it is genuine.'])} <a href="/xac-minh">${say(['Xác minh thông báo', 'Verify a notice'])}</a></p></section>`);
}

export function list(context: PageContext, notices: readonly OwnerNotice[]): string {
  const say = (text: Text): string => inLanguage(context.language, text);
  return page(context, ['Thông báo của tôi', 'My notices'], html`<h1>${say(['Thông báo của tôi', 'My notices'])}</h1>
${notices.length === 0 ? html`<p class="box good" data-testid="no-notices">${say(['Bạn không có thông báo vi phạm nào.', 'You have no notice.'])}</p>` : null}
${notices.map((notice) => html`<a class="box row" href="/thong-bao/${notice.id}" data-testid="notice-row" data-notice="${notice.id}"><span><b>${notice.fields.offence_text}</b><span class="muted">${vietnamText(epochMs(notice.fields.violation_at))} · ${notice.fields.violation_place}</span><br>${stateMark(context.language, notice)} ${notice.fields.synthetic ? html`<span class="muted">${say(['(dữ liệu mô phỏng)', '(synthetic data)'])}</span>` : null}</span><span class="plate">${displayPlate(plateText(notice.fields.plate))}</span></a>`)}`);
}

export function verifyPage(context: PageContext, asked: { readonly number: string; readonly code: string } | null, found: Verification | null): string {
  const say = (text: Text): string => inLanguage(context.language, text);
  return page(context, ['Xác minh thông báo', 'Verify a notice'], html`<h1>${say(['Xác minh thông báo', 'Verify a notice'])}</h1>${found === null ? null : verdict(context.language, found)}
<form class="box" method="get" action="/xac-minh"><p><label>${say(['Số thông báo', 'Number'])}<input type="text" name="so" value="${asked?.number ?? ''}" required maxlength="60" data-testid="verify-number"></label></p><p><label>${say(['Mã xác minh', 'Code'])}<input type="text" name="ma" value="${asked?.code ?? ''}" required maxlength="60" autocomplete="off" data-testid="verify-code"></label></p><button class="main calm" data-testid="verify-submit">${say(['Kiểm tra', 'Check'])}</button></form>`);
}

function verdict(language: Language, found: Verification): Html {
  const say = (text: Text): string => inLanguage(language, text);
  if (found.kind === 'unknown') return html`<section class="box bad" data-testid="verify-unknown"><p class="lead">${say(['Không có thông báo nào với số và mã này.', 'There is no notice with this number and code.'])}</p><p>${say(['Nếu ai đó gửi thông báo này cho bạn và đòi tiền, rất có thể là lừa đảo.', 'If somebody sent it to you and asks for money, it is very likely fraud.'])}</p></section>`;
  return html`${found.synthetic ? synthetic(language) : null}<section class="box good" data-testid="verify-genuine"><p class="lead">${say(['Thông báo này là thật.', 'This notice is genuine.'])}</p><dl><dt>${say(['Số', 'Number'])}</dt><dd>${found.number}</dd><dt>${say(['Ngày lập', 'Issued'])}</dt><dd>${vietnamText(found.issuedAt)}</dd><dt>${say(['Tình trạng', 'State'])}</dt><dd>${stateMark(language, found)}</dd><dt>SHA-256 (PDF)</dt><dd><small>${found.pdfSha256}</small></dd></dl></section>`;
}

export function failurePage(context: PageContext, code: ErrorCode): string {
  const { vi, en } = ERRORS[code];
  const text = inLanguage(context.language, [vi, en]);
  return page(context, [vi, en], html`<section class="box bad" data-testid="failure" data-code="${code}"><p class="lead">${text}</p><p><a href="/">${inLanguage(context.language, ['Về trang đầu', 'Back to the start'])}</a></p></section>`);
}
