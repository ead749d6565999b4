// The notice form and the wording of the decree in force on the day of an act.
import { z } from 'zod';
import data from './data/forms.json' with { type: 'json' };
import { vietnamDay } from './clock.ts';
import { Failure } from './errors.ts';
import { lawReference, type FineRow } from './law.ts';
import type { EpochMs } from './units.ts';

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const form = z.strictObject({
  form: z.string(), circular: z.string(), amended_by: z.array(z.string()), valid_from: day, valid_to: day.nullable(), article: z.string(), clause: z.string(),
  evidence: z.string(), confirmed: z.boolean(), answer_days: z.number().int().positive(), unanswered: z.enum(['inspection_15_days', 'not_processed']),
});
const amendment = z.strictObject({ title: z.string(), valid_from: day, rows: z.string(), evidence: z.string() });
const decree = z.strictObject({ key: z.string(), title: z.string(), valid_from: day, valid_to: day.nullable(), evidence: z.string(), amendments: z.array(amendment) });
const { forms, decrees } = z.object({ forms: z.array(form), decrees: z.array(decree) }).parse(data);
export type NoticeForm = z.infer<typeof form>;

/** The form in force on the Vietnamese day of `at`. Throws Failure('law_missing') before the first. */
export function formAt(at: EpochMs): NoticeForm {
  const on = vietnamDay(at);
  const found = forms.find(({ valid_from, valid_to }) => valid_from <= on && (valid_to === null || on <= valid_to));
  if (found === undefined) throw new Failure('law_missing', `no form of notice is known for ${on}; add it to domain/data/forms.json`);
  return found;
}

/** `Mẫu 01/73 ban hành kèm theo Thông tư số 73/2024/TT-BCA, sửa đổi bởi Thông tư số 13/2025/TT-BCA`. */
export function formReference({ form: name, circular, amended_by }: NoticeForm): string {
  const amended = amended_by.length === 0 ? '' : ` (sửa đổi, bổ sung bởi ${amended_by.join(', ')})`;
  return `${name} ban hành kèm theo ${circular}${amended}`;
}

/**
 * Point, clause, article and decree of the row; an amending decree is named from its first day on, and only for provisions that it changed
 * (rows whose evidence says so, or all rows where the amounts themselves come from the amendment).
 */
export function legalBasis(row: FineRow, at: EpochMs): string {
  const on = vietnamDay(at);
  const found = decrees.find(({ key, valid_from, valid_to }) => key === row.decree && valid_from <= on && (valid_to === null || on <= valid_to));
  if (found === undefined) throw new Failure('law_missing', `decree ${row.decree} is not in force on ${on}, or lacks a title in domain/data/forms.json`);
  const changed = found.amendments.filter(({ valid_from, rows }) => valid_from <= on && (rows === 'all' || row.evidence.includes(rows)));
  const amended = changed.length === 0 ? '' : ` (được sửa đổi, bổ sung bởi ${changed.map(({ title }) => title).join(', ')})`;
  return `${lawReference(row)} ${found.title}${amended}`;
}
