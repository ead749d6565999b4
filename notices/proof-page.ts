// The annex of a notice: masked pictures with their captions, the QR to verify, and the reader's rights.
import type { NoticeFields } from '../domain/notice.ts';
import { GREY, INK, INNER_WIDTH, RED, rule, say, SHEET, type Page } from './page.ts';
import { FRAUD, HOW_TO_CONTEST, HOW_TO_SEE } from './wording.ts';

/** A masked JPEG with its size, so that it is scaled without being decoded here. */
export type ProofPicture = { readonly jpeg: Uint8Array; readonly width_px: number; readonly height_px: number; readonly caption: string };

const GUTTER = 12;
const MAX_PICTURES = 4;
const PICTURE_HEIGHT = 168;

export function drawProof(page: Page, fields: NoticeFields, pictures: readonly ProofPicture[], qr: Uint8Array): void {
  say(page, 'KẾT QUẢ THU THẬP ĐƯỢC', { face: 'bold', size: 12.5, align: 'center', gap: 1 });
  say(page, `Kèm theo Thông báo số ${fields.number} · Enclosed proof, others are masked`, { face: 'italic', size: 9, align: 'center', gap: 3, colour: GREY });
  rule(page, SHEET.left + INNER_WIDTH / 2, page.y, 110);
  page.y += 10;
  drawPictures(page, pictures.slice(0, MAX_PICTURES));
  drawVerification(page, fields, qr);
  drawRights(page);
}

function drawPictures(page: Page, pictures: readonly ProofPicture[]): void {
  const width = (INNER_WIDTH - GUTTER) / 2;
  for (let first = 0; first < pictures.length; first += 2) {
    const pair = pictures.slice(first, first + 2);
    const top = page.y;
    const height = Math.max(...pair.map((picture) => Math.min(PICTURE_HEIGHT, (width * picture.height_px) / picture.width_px)));
    const ends = pair.map((picture, index) => drawPicture(page, picture, { x: SHEET.left + index * (width + GUTTER), y: top, width, height }, first + index + 1));
    page.y = Math.max(...ends) + 8;
  }
}

type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
function drawPicture(page: Page, picture: ProofPicture, place: Place, number: number): number {
  page.rect(place.x, place.y, place.width, place.height).fillOpacity(1).fill('#eef0f2');
  page.image(Buffer.from(picture.jpeg), place.x, place.y, { fit: [place.width, place.height], align: 'center', valign: 'center' });
  page.rect(place.x, place.y, place.width, place.height).lineWidth(0.6).strokeColor(INK).stroke();
  page.font('narrowBold').fontSize(8).fillColor(INK).text(`Ảnh ${number}. `, place.x, place.y + place.height + 4, { width: place.width, continued: true, lineGap: 0.8 });
  page.font('narrow').text(picture.caption, { lineGap: 0.8 });
  return page.y;
}

function drawVerification(page: Page, fields: NoticeFields, qr: Uint8Array): void {
  const size = 88;
  const top = page.y + 2;
  page.roundedRect(SHEET.left, top, INNER_WIDTH, size + 16, 4).lineWidth(0.7).strokeColor('#9aa0a6').stroke();
  page.image(Buffer.from(qr), SHEET.left + 8, top + 8, { width: size, height: size });
  const x = SHEET.left + size + 22;
  const width = INNER_WIDTH - size - 32;
  page.font('narrowBold').fontSize(9.4).fillColor(INK).text('Kiểm tra thông báo này · Verify this notice', x, top + 9, { width });
  page.font('narrow').fontSize(8.4).text(fields.verify_url, { width, link: fields.verify_url, underline: true });
  page.moveDown(0.35).text('Mã băm chứng cứ (SHA-256 của bản kê đã ký) · Evidence hash', { width });
  page.font('mono').fontSize(7).text(`${fields.evidence_sha256.slice(0, 32)}\n${fields.evidence_sha256.slice(32)}`, { width });
  page.font('narrow').fontSize(7.8).fillColor(GREY).moveDown(0.35).text(HOW_TO_SEE.vi, { width, lineGap: 0.6 });
  page.y = Math.max(top + size + 16, page.y) + 8;
}

function drawRights(page: Page): void {
  say(page, 'Quyền của người nhận · Your rights', { face: 'narrowBold', size: 9.4, gap: 2 });
  say(page, HOW_TO_CONTEST.vi, { face: 'narrow', size: 8.6, align: 'justify', gap: 2 });
  say(page, `${HOW_TO_SEE.en} ${HOW_TO_CONTEST.en}`, { face: 'italic', size: 7.6, colour: GREY, align: 'justify', gap: 6 });
  const top = page.y;
  page.font('narrowBold').fontSize(8.8);
  const inner = INNER_WIDTH - 20;
  const height = page.heightOfString(FRAUD.vi, { width: inner, lineGap: 1 }) + page.font('italic').fontSize(7.6).heightOfString(FRAUD.en, { width: inner }) + 15;
  page.roundedRect(SHEET.left, top, INNER_WIDTH, height, 4).fillOpacity(1).fillAndStroke('#fdf1f0', RED);
  page.font('narrowBold').fontSize(8.8).fillColor(RED).text(FRAUD.vi, SHEET.left + 10, top + 6, { width: inner, lineGap: 1 });
  page.font('italic').fontSize(7.6).fillColor(INK).text(FRAUD.en, { width: inner });
  page.y = top + height + 4;
}
