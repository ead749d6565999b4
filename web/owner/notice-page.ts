// One notice for its owner: what happened in plain words, the proof, rights and time limits, and the answer.
import { displayPlate } from '../../domain/plate.ts';
import { vietnamText } from '../../domain/clock.ts';
import { epochMs, plateText } from '../../domain/units.ts';
import type { NoticeProof, OwnerNotice } from '../../prisma/views-owner.ts';
import { plainFact } from '../words/facts.ts';
import { ANSWER_REASONS, CONTEST_REASONS, contestText, OFFENCE, ROLE } from '../words/labels.ts';
import { inLanguage, type Language, type Text } from '../words/language.ts';
import { html, type Html } from './html.ts';
import { page, type PageContext } from './layout.ts';
import { stateMark, synthetic } from './pages.ts';

type Say = (text: Text) => string;

export function noticePage(context: PageContext, proof: NoticeProof, now: number): string {
  const { notice } = proof;
  const say: Say = (text) => inLanguage(context.language, text);
  return page(context, ['Thông báo', 'Notice'], html`${notice.fields.synthetic ? synthetic(context.language) : null}
<p><a href="/">← ${say(['Thông báo của tôi', 'My notices'])}</a></p>
<h1>${say(OFFENCE[proof.violation.offence])} <span class="plate">${displayPlate(plateText(notice.fields.plate))}</span></h1>
<p>${stateMark(context.language, notice)} <span class="muted">${say(['Số', 'No.'])} ${notice.number}</span></p>
${whatHappened(say, context.language, proof)}${pictures(say, context.language, proof)}${duties(say, notice, now)}${rights(say)}${words(say, notice)}${context.owner === null || !mayAnswer(notice) ? null : answerForm(say, notice, context.owner.formToken)}`);
}

export const mayAnswer = ({ state, withdrawnAt, words: said }: OwnerNotice): boolean => withdrawnAt === null && state === 'noticed' && said.every(({ kind, ruling }) => kind !== 'contest' || ruling !== null);

function whatHappened(say: Say, language: Language, { notice: { fields, id }, violation }: NoticeProof): Html {
  return html`<section class="box" data-testid="notice"><p class="lead">${plainFact(violation.facts, language)}</p><dl>
<dt>${say(['Hành vi', 'Act'])}</dt><dd>${fields.offence_text}</dd>
<dt>${say(['Thời điểm', 'Time'])}</dt><dd>${vietnamText(epochMs(fields.violation_at))}</dd>
<dt>${say(['Địa điểm', 'Place'])}</dt><dd>${fields.violation_place}</dd>
<dt>${say(['Phương tiện', 'Vehicle'])}</dt><dd>${fields.vehicle_type}</dd>
<dt>${say(['Căn cứ', 'Legal basis'])}</dt><dd>${fields.legal_basis}</dd>
<dt>${say(['Đơn vị phát hiện', 'Detecting unit'])}</dt><dd>${fields.detecting_unit}</dd></dl>
<p><a class="button calm" href="/thong-bao/${id}/thong-bao.pdf" data-testid="notice-pdf">${say(['Tải thông báo (PDF, có chữ ký số)', 'Download the notice (PDF, signed)'])}</a></p></section>`;
}

function pictures(say: Say, language: Language, { notice, manifest }: NoticeProof): Html {
  const shown = manifest.items.filter(({ media_type }) => media_type !== 'video/mp4');
  return html`<section class="box"><h2>${say(['Hình ảnh chứng cứ', 'The proof'])}</h2><p class="muted">${say(['Người và xe khác đã được che. Bạn có quyền xem đoạn phim gốc tại đơn vị xử lý.', 'Other people and vehicles are masked. You have the right to see the original clip at the unit.'])}</p>
<div class="pictures">${shown.map(({ role, sha256, captured_at }) => html`<figure><a href="/thong-bao/${notice.id}/anh/${sha256}"><img src="/thong-bao/${notice.id}/anh/${sha256}" alt="${inLanguage(language, ROLE[role])}" loading="lazy" data-testid="proof-${role}"></a><figcaption>${inLanguage(language, ROLE[role])} · ${captured_at.slice(11, 23)}</figcaption></figure>`)}</div></section>`;
}

function duties(say: Say, { fields, respondBy }: OwnerNotice, now: number): Html {
  const days = Math.ceil((respondBy - now) / 86_400_000);
  return html`<section class="box"><h2>${say(['Việc cần làm', 'What to do'])}</h2><dl>
<dt>${say(['Hạn', 'By'])}</dt><dd data-testid="respond-by">${vietnamText(respondBy)} ${days >= 0 ? html`<span class="muted">(${say([`còn ${days} ngày`, `${days} days left`])})</span>` : html`<span class="muted">(${say(['đã quá hạn', 'overdue'])})</span>`}</dd>
<dt>${say(['Lịch hẹn', 'Appointment'])}</dt><dd>${fields.appointment}</dd>
<dt>${say(['Nơi đến', 'Where'])}</dt><dd>${fields.appear_at_unit}, ${fields.appear_at_address}</dd>
<dt>${say(['Nếu đi lại khó khăn', 'If travel is hard'])}</dt><dd>${fields.alternative_unit}</dd>
<dt>${say(['Mang theo', 'Bring'])}</dt><dd>${fields.bring}</dd>
<dt>${say(['Nếu không đến', 'If you do not come'])}</dt><dd>${fields.consequence}</dd>
<dt>${say(['Điện thoại', 'Telephone'])}</dt><dd>${fields.contact_phone}</dd></dl></section>`;
}

function rights(say: Say): Html {
  return html`<section class="box" data-testid="rights"><h2>${say(['Quyền của bạn', 'Your rights'])}</h2><ul>
<li>${say(['Xem toàn bộ chứng cứ, kể cả đoạn phim gốc, tại đơn vị xử lý (TT 73/2024, Điều 15).', 'See all the evidence, the original clip too, at the unit (TT 73/2024, Art. 15).'])}</li>
<li>${say(['Giải trình, hoặc cho biết ai là người điều khiển xe (NĐ 168/2024, Điều 47).', 'Explain, or say who drove the vehicle (Decree 168/2024, Art. 47).'])}</li>
<li>${say(['Khiếu nại trong 90 ngày kể từ ngày nhận hoặc biết quyết định; hoặc khởi kiện tại tòa hành chính.', 'Complain within 90 days of receiving or learning of a decision; or go to the administrative court.'])}</li>
<li>${say(['Thông báo này chưa phải quyết định xử phạt: chưa có số tiền phải nộp.', 'This notice is no decision yet: there is nothing to pay.'])}</li></ul></section>`;
}

function words(say: Say, { words: said }: OwnerNotice): Html | null {
  if (said.length === 0) return null;
  const ruled = { uphold: ['Giữ nguyên thông báo', 'The notice stands'], withdraw: ['Đã rút thông báo', 'The notice is withdrawn'], settle: ['Đã giải quyết', 'Settled'] } as const;
  return html`<section class="box" data-testid="my-words"><h2>${say(['Bạn đã trả lời', 'Your answer'])}</h2>${said.map(({ reason, statement, at, ruling, why }) => html`<p><b>${say(contestText(reason))}</b><br>${statement}<br><span class="muted">${vietnamText(at)}</span></p><p data-testid="ruling" data-ruling="${ruling ?? 'open'}">${ruling === null ? say(['Đang chờ cán bộ xem xét.', 'Awaits an officer.']) : html`<b>${say(ruled[ruling])}</b>: ${why ?? ''}`}</p>`)}</section>`;
}

function answerForm(say: Say, { id }: OwnerNotice, formToken: string): Html {
  const choice = (kind: string, code: string, text: Text): Html => html`<label class="choice"><input type="radio" name="ly_do" value="${kind}:${code}" required data-testid="word-${code}"> ${say(text)}</label>`;
  return html`<form class="box" method="post" action="/thong-bao/${id}/y-kien" data-testid="answer-form"><h2>${say(['Trả lời hoặc khiếu nại', 'Answer or contest'])}</h2><input type="hidden" name="ma_bieu_mau" value="${formToken}">
${Object.entries<Text>(ANSWER_REASONS).map(([code, text]) => choice('answer', code, text))}<hr>${Object.entries<Text>(CONTEST_REASONS).map(([code, text]) => choice('contest', code, text))}
<p><label>${say(['Nói rõ thêm (ngày, giấy tờ, người điều khiển…)', 'Say more (dates, papers, who drove…)'])}<textarea name="noi_dung" maxlength="4000" data-testid="word-text"></textarea></label></p>
<button class="main calm" data-testid="word-submit">${say(['Gửi', 'Send'])}</button></form>`;
}
