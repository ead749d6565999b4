// Lays a notice out as a PDF: the official page first, then the proof, how to verify, how to contest, and the warning against fraud.
import QRCode from 'qrcode';
import type { NoticeFields } from '../domain/notice.ts';
import { vietnamDay, vietnamText } from '../domain/clock.ts';
import { column, drawPdf, GREY, INNER_WIDTH, RED, rule, say, sayField, SHEET, type Drawing, type Page, type Style } from './page.ts';
import { drawProof, type ProofPicture } from './proof-page.ts';
import { MOTTO, NATIONAL_TITLE, SUBTITLE, TITLE } from './wording.ts';

const SMALLEST = 9;
const BODY_SIZES = [10.8, 10.4, 10, 9.6, SMALLEST] as const;

export type { ProofPicture } from './proof-page.ts';

/** The finished, unsigned PDF. `pictures` are masked already. */
export async function renderNotice(fields: NoticeFields, pictures: readonly ProofPicture[]): Promise<Uint8Array> {
  const qr = await QRCode.toBuffer(fields.verify_url, { errorCorrectionLevel: 'M', margin: 0, width: 360 });
  const about = {
    title: `Thông báo số ${fields.number}`,
    author: `${fields.issuing_unit}, ${fields.issuing_authority_parent}`,
    simulated: fields.synthetic,
    footer: `Số ${fields.number} · ${fields.form}`,
  };
  const size = await fittingSize(about, fields);
  return drawPdf(about, (page) => {
    officialPage(page, fields, size);
    page.addPage();
    drawProof(page, fields, pictures, qr);
  });
}

/** The largest size at which text and signature share one page: a signature alone on a page proves nothing at a glance. */
async function fittingSize(about: Drawing, fields: NoticeFields): Promise<number> {
  for (const size of BODY_SIZES) {
    let pages = 0;
    await drawPdf(about, (page) => {
      officialPage(page, fields, size);
      pages = page.bufferedPageRange().count;
    });
    if (pages === 1) return size;
  }
  return SMALLEST;
}

function officialPage(page: Page, fields: NoticeFields, size: number): void {
  heading(page, fields);
  body(page, fields, size);
  signatures(page, fields);
}

/** Two columns: who issues on the left, the country and its motto on the right, each with its rule (ND 30/2020, Phụ lục I). */
function heading(page: Page, fields: NoticeFields): void {
  const left = { x: SHEET.left - 24, y: SHEET.top, width: 196 };
  const right = { x: SHEET.left + 176, y: SHEET.top, width: INNER_WIDTH - 176 + 12 };
  let y = column(page, fields.issuing_authority_parent.toUpperCase(), left, { face: 'narrow', size: 10 });
  y = column(page, fields.issuing_unit.toUpperCase(), { ...left, y }, { face: 'narrowBold', size: 10 });
  rule(page, left.x + left.width / 2, y + 2, 64);
  const leftEnd = column(page, `Số: ${fields.number}`, { ...left, y: y + 9 }, { face: 'narrow', size: 9.8 });
  y = column(page, NATIONAL_TITLE, right, { face: 'narrowBold', size: 10.4 });
  y = column(page, MOTTO, { ...right, y }, { face: 'narrowBold', size: 10.8 });
  rule(page, right.x + right.width / 2, y + 2, 150);
  const rightEnd = column(page, placeAndDay(fields), { ...right, y: y + 9 }, { face: 'italic', size: 9.8 });
  page.y = Math.max(leftEnd, rightEnd) + 16;
  say(page, TITLE, { face: 'bold', size: 14, align: 'center', gap: 1 });
  say(page, SUBTITLE, { face: 'bold', size: 10.8, align: 'center', gap: 2 });
  rule(page, SHEET.width / 2 + (SHEET.left - SHEET.right) / 2, page.y + 1, 110);
  page.y += 12;
}

function placeAndDay({ place, issued_at }: NoticeFields): string {
  const [year, month, day] = vietnamDay(issued_at).split('-');
  return `${place}, ngày ${day} tháng ${month} năm ${year}`;
}

function body(page: Page, fields: NoticeFields, size: number): void {
  const field = (label: string, value: string, style: { readonly bold?: boolean; readonly gap?: number } = {}): void => {
    sayField(page, label, value, { ...style, size });
  };
  const sentence = (text: string, style: Style = {}): void => {
    say(page, text, { align: 'justify', size, ...style });
  };
  say(page, `Kính gửi: ${fields.addressee}`, { face: 'bold', align: 'center', size: 11, gap: 8 });
  sentence(`${fields.detecting_unit} thông báo: qua sử dụng phương tiện, thiết bị kỹ thuật nghiệp vụ đã phát hiện vi phạm hành chính về trật tự, an toàn giao thông đường bộ như sau:`, { gap: 5 });
  field('1. Loại phương tiện:', `${fields.vehicle_type}; biển số: ${fields.plate} (${fields.plate_colour})`, { bold: true });
  field('2. Chủ phương tiện:', fields.owner_name, { bold: true });
  field('    Địa chỉ:', fields.owner_address);
  field('3. Thời gian vi phạm:', vietnamText(fields.violation_at), { bold: true });
  field('4. Địa điểm:', fields.violation_place);
  field('5. Hành vi vi phạm:', fields.offence_text, { bold: true });
  field('    Quy định tại:', `${fields.legal_basis}.`, { gap: 7 });
  sentence(`${fields.appointment}, đề nghị chủ phương tiện và người điều khiển phương tiện vào thời điểm nêu trên đến:`);
  sentence(`${fields.appear_at_unit}.`, { face: 'narrowBold', indent: 12, gap: 1 });
  sentence(`Địa chỉ: ${fields.appear_at_address}. Điện thoại liên hệ: ${fields.contact_phone}.`, { indent: 12, align: 'left' });
  sentence(`Trường hợp đi lại khó khăn: ${fields.alternative_unit}.`, { indent: 12, align: 'left' });
  field('Khi đến mang theo:', fields.bring);
  sentence(fields.consequence);
  field('Kèm theo:', `${fields.enclosure.join('. ')}.`, { gap: 6 });
}

function signatures(page: Page, fields: NoticeFields): void {
  if (page.y > SHEET.height - SHEET.bottom - 98) page.addPage();
  const top = page.y + 4;
  const left = { x: SHEET.left, y: top, width: 215 };
  const right = { x: SHEET.left + 225, y: top, width: INNER_WIDTH - 225 };
  let y = column(page, 'Nơi nhận:', left, { face: 'boldItalic', size: 9, align: 'left' });
  for (const line of fields.recipients) y = column(page, `- ${line}`, { ...left, y }, { face: 'narrow', size: 8.6, align: 'left', gap: 0 });
  y = column(page, fields.signer_title.toUpperCase(), right, { face: 'bold', size: 10.2, gap: 6 });
  page.roundedRect(right.x + 22, y, right.width - 44, 40, 3).lineWidth(0.8).strokeColor(RED).stroke();
  column(page, 'Đã ký số (PAdES)', { ...right, y: y + 6 }, { face: 'bold', size: 8.8, colour: RED });
  column(page, `${vietnamText(fields.issued_at)} · kiểm tra trong trình đọc PDF`, { ...right, y: y + 20 }, { face: 'narrow', size: 7.4, colour: GREY });
  column(page, fields.signer_name, { ...right, y: y + 48 }, { face: 'bold', size: 10.2 });
}
