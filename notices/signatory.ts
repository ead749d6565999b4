// Chooses who signs: the lowest title that may sanction an act of this band on the day of signing.
import { Failure } from '../domain/errors.ts';
import type { FineRow } from '../domain/law.ts';
import { authorityAt, SIGNER_TITLES, titleText, type SignerTitle } from '../domain/signing-authority.ts';
import type { EpochMs } from '../domain/units.ts';

export type Signatory = { readonly title: SignerTitle; readonly name: string };
export type SignatoryWarning = 'signing_limits_uncertain' | 'signer_lacks_authority';
export type Chosen = Signatory & { readonly titleText: string; readonly warnings: readonly SignatoryWarning[] };

export function chooseSigner(signatories: readonly Signatory[], law: Pick<FineRow, 'max_vnd' | 'points'>, at: EpochMs, authority: 'require' | 'warn'): Chosen {
  const allowed = authorityAt(law, at);
  const ranked = signatories.toSorted((a, b) => SIGNER_TITLES.indexOf(a.title) - SIGNER_TITLES.indexOf(b.title));
  const fit = ranked.find(({ title }) => allowed.titles.includes(title));
  const uncertain = allowed.certain ? [] : (['signing_limits_uncertain'] as const);
  if (fit !== undefined) return { ...fit, titleText: titleText(fit.title), warnings: uncertain };
  const highest = ranked.at(-1);
  if (authority === 'require' || highest === undefined) {
    throw new Failure('bad_config', `nobody may sign for a fine of up to ${law.max_vnd} VND by ${allowed.decree}: expected a signatory with one of the titles ${allowed.titles.join(', ') || '(none)'}, configured are ${ranked.map(({ title }) => title).join(', ') || 'none'}`);
  }
  return { ...highest, titleText: titleText(highest.title), warnings: [...uncertain, 'signer_lacks_authority'] };
}
