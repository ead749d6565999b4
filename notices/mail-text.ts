// Words of the e-mail: that there is a notice, where to read it, and how to tell it from a fraud. No plate, place, act or money.
import type { Parcel } from './channel.ts';
import { dayText } from './compose.ts';
import { FRAUD, SIMULATED } from './wording.ts';

export type MailText = { readonly subject: string; readonly text: string; readonly html: string };

export function mailText({ notice, portalUrl }: Parcel, attached: boolean): MailText {
  const mark = notice.synthetic ? `[${SIMULATED}] ` : '';
  const where = attached ? 'Thông báo được đính kèm dưới dạng PDF có chữ ký số; chứng cứ xem tại:' : 'Nội dung thông báo và chứng cứ xem tại (cần đăng nhập VNeID):';
  const lines = {
    greeting: notice.owner.kind === 'person' ? `Kính gửi Ông (Bà) ${notice.owner.name},` : `Kính gửi ${notice.owner.name},`,
    what: `${notice.issuingUnit} đã gửi thông báo số ${notice.number} về phương tiện do Ông (Bà)/Tổ chức đứng tên. Đề nghị xem và phản hồi trước hết ngày ${dayText(notice.respondBy)}.`,
    check: 'Nếu nghi ngờ, không bấm vào đường dẫn: hãy tự mở ứng dụng VNeID, hoặc đến trực tiếp đơn vị nêu trên để kiểm tra số thông báo.',
    english: `Notice ${notice.number} about a vehicle in your name is waiting for you; read it and answer by ${dayText(notice.respondBy)}. ${FRAUD.en}`,
  };
  const text = [mark.trim(), lines.greeting, lines.what, where, portalUrl, lines.check, FRAUD.vi, `-- \n${lines.english}`].filter((line) => line !== '').join('\n\n');
  return { subject: `${mark}Thông báo số ${notice.number}`, text, html: htmlOf({ ...lines, where, mark, portalUrl }) };
}

type HtmlParts = { readonly greeting: string; readonly what: string; readonly where: string; readonly portalUrl: string; readonly check: string; readonly english: string; readonly mark: string };
function htmlOf(parts: HtmlParts): string {
  const banner = parts.mark === '' ? '' : `<div style="background:#f9d34c;color:#3d2f00;padding:8px 16px;font-weight:bold;text-align:center">${escape(SIMULATED)}</div>`;
  const paragraph = (text: string, style = ''): string => `<p style="margin:0 0 14px;${style}">${escape(text)}</p>`;
  return `<!doctype html><html lang="vi"><body style="margin:0;background:#eef1f5;font:16px/1.55 Arial,'DejaVu Sans',sans-serif;color:#1c2230"><div style="max-width:560px;margin:0 auto;background:#fff">${banner}<div style="padding:24px">
${paragraph(parts.greeting)}${paragraph(parts.what)}${paragraph(parts.where)}
<p style="margin:0 0 18px"><a href="${escape(parts.portalUrl)}" style="display:inline-block;background:#b3261e;color:#fff;padding:12px 22px;border-radius:8px;text-decoration:none">Xem thông báo</a><br><span style="font-size:13px;color:#566074">${escape(parts.portalUrl)}</span></p>
${paragraph(parts.check)}${paragraph(FRAUD.vi, 'border:1px solid #b3261e;border-radius:8px;padding:12px;color:#b3261e;font-weight:bold')}${paragraph(parts.english, 'font-size:13px;color:#566074')}</div></div></body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (symbol) => ENTITIES[symbol] ?? symbol);
