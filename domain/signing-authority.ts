// Which titles may sanction an act on a day: the band's maximum against the dated limits, and the power to deduct points.
import { z } from 'zod';
import data from './data/signers.json' with { type: 'json' };
import { vietnamDay } from './clock.ts';
import { Failure } from './errors.ts';
import type { FineRow } from './law.ts';
import type { EpochMs } from './units.ts';

/** In rising order of power. */
export const SIGNER_TITLES = ['soldier', 'team_leader', 'commune_chief', 'division_head', 'provincial_director', 'department_director'] as const;
export type SignerTitle = (typeof SIGNER_TITLES)[number];
const title = z.enum(SIGNER_TITLES);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const span = z.object({
  valid_from: day, valid_to: day.nullable(), decree: z.string(), article: z.string(), clause: z.string(), evidence: z.string(),
  certain: z.boolean(), points_from: title.nullable(), limits_vnd: z.record(title, z.number().int().positive()),
});
const { titles, spans } = z.object({ titles: z.array(z.object({ key: title, vi: z.string() })), spans: z.array(span) }).parse(data);

export type Authority = { readonly titles: readonly SignerTitle[]; readonly certain: boolean; readonly decree: string };

/** Who may sign for an act of this band on the day of signing; `certain` is false where the text of that time was not seen. */
export function authorityAt(row: Pick<FineRow, 'max_vnd' | 'points'>, signedAt: EpochMs): Authority {
  const on = vietnamDay(signedAt);
  const found = spans.find(({ valid_from, valid_to }) => valid_from <= on && (valid_to === null || on <= valid_to));
  if (found === undefined) throw new Failure('law_missing', `no limits of signing are known for ${on}; add them to domain/data/signers.json`);
  const { limits_vnd, points_from, certain, decree } = found;
  const deducts = (row.points ?? 0) > 0 && points_from !== null;
  const lowest = deducts ? SIGNER_TITLES.indexOf(points_from) : 0;
  // A commune's chief ranks above a team leader by limit, but the power to deduct is named from the team or division up: kept in table order.
  return { titles: SIGNER_TITLES.filter((key, rank) => row.max_vnd <= limits_vnd[key] && rank >= lowest), certain, decree };
}

export const titleText = (key: SignerTitle): string => titles.find((entry) => entry.key === key)?.vi ?? key;
