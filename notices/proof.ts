// The proof that goes with a notice: every file checked against its hash, pictures masked, and captions from the stored facts.
import { createHash } from 'node:crypto';
import { vietnamIso } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import type { EvidenceItem, EvidenceStore, Manifest } from '../domain/evidence.ts';
import { epochMs } from '../domain/units.ts';
import type { Facts, Violation } from '../domain/violation.ts';
import type { ProofPicture } from './proof-page.ts';

/** Blurs everybody but the accused and returns a JPEG of the same proportions; pictures are touched only by pipeline/evidence. */
export type MaskPicture = (bytes: Uint8Array, item: EvidenceItem) => Promise<Uint8Array>;
export type Proof = { readonly pictures: readonly ProofPicture[]; readonly enclosed: { readonly pictures: number; readonly clips: number } };

/** In the order in which a reader follows the act; four fit on the page. */
const SHOWN = ['before', 'after', 'plate', 'overview', 'paired', 'signal'] as const;
const MAX_SHOWN = 4;

/** Throws Failure('evidence_broken') when the manifest or any file is missing or changed: then there is no notice. */
export async function gatherProof(store: EvidenceStore, mask: MaskPicture, sealed: { readonly manifest: Manifest; readonly text: string; readonly sha256: string }, violation: Violation): Promise<Proof> {
  const hash = createHash('sha256').update(sealed.text).digest('hex');
  if (hash !== sealed.sha256) throw new Failure('evidence_broken', `manifest of violation ${violation.id}: expected sha256 ${sealed.sha256}, got ${hash}`);
  const { items } = sealed.manifest;
  for (const item of items) if (!isPicture(item)) await store.get(item.sha256);
  const chosen = SHOWN.flatMap((role) => items.filter((item) => item.role === role && isPicture(item))).slice(0, MAX_SHOWN);
  if (!chosen.some(({ role }) => role === 'before') || !chosen.some(({ role }) => role === 'after')) {
    throw new Failure('evidence_broken', `evidence of violation ${violation.id}: expected a picture before and one after the act, got ${items.map(({ role }) => role).join(', ')}`);
  }
  const pictures: ProofPicture[] = [];
  for (const item of chosen) {
    const jpeg = await mask(await store.get(item.sha256), item);
    pictures.push({ jpeg, width_px: item.width_px, height_px: item.height_px, caption: captionOf(item, violation) });
  }
  return { pictures, enclosed: { pictures: pictures.length, clips: items.filter(({ role }) => role === 'clip').length } };
}

const isPicture = ({ media_type }: EvidenceItem): boolean => media_type !== 'video/mp4';

/** `Đã qua vạch dừng, đèn đỏ đã sáng 2.310 ms · 08:15:03,120 ngày 20/11/2026`. */
export function captionOf(item: EvidenceItem, { at, mediaAt, facts, pairing }: Pick<Violation, 'at' | 'mediaAt' | 'facts' | 'pairing'>): string {
  // Another camera's media time says nothing here: its own clock does.
  const iso = item.role === 'paired' || (item.role === 'plate' && pairing !== undefined) ? item.captured_at : vietnamIso(epochMs(Math.round(at - mediaAt + item.at_ms)));
  const moment = `${iso.slice(11, 19)},${iso.slice(20, 23)} ngày ${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
  return `${whatOf(item, facts)} · ${moment}`;
}

function whatOf({ role, at_ms }: EvidenceItem, facts: Facts): string {
  switch (role) {
    case 'before':
      return withRed(facts.rule === 'red_light' || facts.rule === 'stop_line' ? 'Trước vạch dừng' : 'Trước khi vi phạm', at_ms, facts);
    case 'after':
      return withRed(facts.rule === 'red_light' || facts.rule === 'stop_line' ? 'Đã qua vạch dừng' : 'Hành vi vi phạm', at_ms, facts) + speedText(facts);
    case 'plate':
      return 'Biển số, cắt từ khung hình đã đọc';
    case 'overview':
      return withRed('Toàn cảnh', at_ms, facts);
    case 'signal':
      return withRed('Đèn tín hiệu', at_ms, facts);
    case 'paired':
      return 'Ảnh từ camera ghép cặp';
    case 'clip':
      return 'Đoạn video';
  }
}

/** How long the signal had been red when the picture was taken: a reader can compare it with the grace time. */
function withRed(what: string, atMs: number, facts: Facts): string {
  if (facts.rule !== 'red_light' && facts.rule !== 'stop_line') return what;
  const redMs = Math.round(atMs - facts.red_since_ms);
  return redMs < 0 ? `${what}, đèn chưa đỏ` : `${what}, đèn đỏ đã sáng ${thousands(redMs)} ms`;
}

function speedText(facts: Facts): string {
  if (facts.rule !== 'speed') return '';
  return `: đo được ${decimal(facts.measured_kmh)} km/h, sau khi trừ sai số ${decimal(facts.charged_kmh)} km/h, giới hạn ${decimal(facts.limit_kmh)} km/h`;
}

const thousands = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '.');
const decimal = (value: number): string => String(Math.round(value * 10) / 10).replace('.', ',');
