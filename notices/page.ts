// The drawing surface of a notice: A4 page, fonts, text that flows, and the marks that every page carries.
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { SIMULATED, SIMULATED_LONG } from './wording.ts';

const require = createRequire(import.meta.url);
const FONTS = {
  bold: 'DejaVuSerif-Bold.ttf',
  italic: 'DejaVuSerifCondensed-Italic.ttf',
  boldItalic: 'DejaVuSerifCondensed-BoldItalic.ttf',
  narrow: 'DejaVuSerifCondensed.ttf',
  narrowBold: 'DejaVuSerifCondensed-Bold.ttf',
  mono: 'DejaVuSansMono.ttf',
} as const;
export type Face = keyof typeof FONTS;
export type Align = 'left' | 'center' | 'right' | 'justify';
export type Style = { readonly face?: Face; readonly size?: number; readonly align?: Align; readonly gap?: number; readonly indent?: number; readonly colour?: string };
export type Page = PDFKit.PDFDocument;

/** Points: A4 is 595 × 842; official papers keep 30 mm left, 20 mm right (ND 30/2020), slightly narrowed here. */
export const SHEET = { width: 595.28, height: 841.89, left: 71, right: 51, top: 50, bottom: 58 } as const;
export const INNER_WIDTH = SHEET.width - SHEET.left - SHEET.right;
export const INK = '#1a1a1a';
export const GREY = '#5b5b5b';
export const RED = '#b3261e';

export type Drawing = { readonly title: string; readonly author: string; readonly simulated: boolean; readonly footer: string };

/** Runs `draw` on a fresh document and returns its bytes; footers and marks go onto every page at the end. */
export async function drawPdf(about: Drawing, draw: (page: Page) => void): Promise<Uint8Array> {
  const page = new PDFDocument({
    size: 'A4', margins: { left: SHEET.left, right: SHEET.right, top: SHEET.top, bottom: SHEET.bottom }, bufferPages: true, lang: 'vi', displayTitle: true,
    info: { Title: about.title, Author: about.author, Subject: 'Thông báo vi phạm hành chính' },
  });
  for (const [face, file] of Object.entries(FONTS)) page.registerFont(face, require.resolve(`dejavu-fonts-ttf/ttf/${file}`));
  const parts: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    page.on('data', (part: Uint8Array) => parts.push(part));
    page.on('end', resolve);
    page.on('error', reject);
  });
  draw(page);
  markPages(page, about);
  page.end();
  await ended;
  return Buffer.concat(parts);
}

/** Text at the flow's place, over the full width. */
export function say(page: Page, text: string, style: Style = {}): void {
  const { face = 'narrow', size = 10.8, align = 'left', gap = 3, indent = 0, colour = INK } = style;
  page.font(face).fontSize(size).fillColor(colour);
  page.text(text, SHEET.left + indent, page.y, { width: INNER_WIDTH - indent, align, lineGap: 1.8 });
  page.y += gap;
}

/** A label and its value on one flowing line; the value in bold where it identifies the act. */
export function sayField(page: Page, label: string, value: string, style: { readonly bold?: boolean; readonly gap?: number; readonly size?: number } = {}): void {
  page.font('narrow').fontSize(style.size ?? 10.8).fillColor(INK);
  page.text(`${label} `, SHEET.left, page.y, { width: INNER_WIDTH, continued: true, lineGap: 1.8, align: 'left' });
  page.font(style.bold === true ? 'narrowBold' : 'narrow').text(value, { lineGap: 1.8 });
  page.y += style.gap ?? 3;
}

/** A text of one column at a fixed place; returns where it ends. */
export function column(page: Page, text: string, box: { readonly x: number; readonly y: number; readonly width: number }, style: Style = {}): number {
  const { face = 'narrow', size = 10.4, align = 'center', gap = 1, colour = INK } = style;
  page.font(face).fontSize(size).fillColor(colour).text(text, box.x, box.y, { width: box.width, align, lineGap: 1 });
  return page.y + gap;
}

/** The short rule under official headings. */
export function rule(page: Page, centre: number, y: number, width: number): void {
  page.moveTo(centre - width / 2, y).lineTo(centre + width / 2, y).lineWidth(0.7).strokeColor(INK).stroke();
}

function markPages(page: Page, { simulated, footer }: Drawing): void {
  const { start, count } = page.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    page.switchToPage(index);
    // Writing below the bottom margin would otherwise open a new page.
    page.page.margins.bottom = 0;
    page.page.margins.top = 0;
    page.font('narrow').fontSize(6.8).fillColor(GREY);
    page.text(footer, SHEET.left, SHEET.height - 38, { lineBreak: false });
    page.text(`Trang ${index - start + 1}/${count}`, SHEET.width - SHEET.right - 60, SHEET.height - 38, { width: 60, align: 'right', lineBreak: false });
    if (simulated) markSimulated(page);
  }
}

function markSimulated(page: Page): void {
  page.save();
  page.rotate(-52, { origin: [SHEET.width / 2, SHEET.height / 2] });
  page.font('bold').fontSize(62).fillColor(RED).fillOpacity(0.07);
  page.text(SIMULATED.replace(' – ', '  '), SHEET.width / 2 - 500, SHEET.height / 2 - 36, { width: 1000, align: 'center', lineBreak: false });
  page.restore();
  page.rect(0, 0, SHEET.width, 24).fillOpacity(1).fill(RED);
  page.font('bold').fontSize(9.5).fillColor('#ffffff').text(SIMULATED, SHEET.left, 4, { width: INNER_WIDTH, align: 'center', lineBreak: false });
  page.font('narrow').fontSize(6.6).text(SIMULATED_LONG, SHEET.left, 15, { width: INNER_WIDTH, align: 'center', lineBreak: false });
}
