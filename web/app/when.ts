// Moments as officers read them: Vietnamese clock, day first.
import { parseInstant, systemClock, vietnamIso } from '../../domain/clock.ts';
import type { Language } from '../words/screen.ts';

/** `08:15:00 20/11/2026` */
export function whenText(iso: string): string {
  const local = vietnamIso(parseInstant(iso));
  return `${local.slice(11, 19)} ${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)}`;
}

/** `08:15:00.250`, for facts that turn on parts of a second. */
export const exactTime = (iso: string): string => vietnamIso(parseInstant(iso)).slice(11, 23);

export type Left = { readonly text: string; readonly urgency: 'calm' | 'soon' | 'late' };
const HOUR_MS = 3_600_000;

/** What is left until a due moment, and how loudly to say it. */
export function leftUntil(dueIso: string, language: Language): Left {
  const leftMs = parseInstant(dueIso) - systemClock.now();
  const hours = Math.floor(Math.abs(leftMs) / HOUR_MS);
  const span = hours >= 48 ? `${Math.floor(hours / 24)} ${language === 'vi' ? 'ngày' : 'days'}` : `${hours} ${language === 'vi' ? 'giờ' : 'hours'}`;
  if (leftMs < 0) return { text: language === 'vi' ? `quá hạn ${span}` : `${span} overdue`, urgency: 'late' };
  return { text: language === 'vi' ? `còn ${span}` : `${span} left`, urgency: hours < 72 ? 'soon' : 'calm' };
}
