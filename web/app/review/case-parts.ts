// What several cards of the review screen ask of a case.
import type { CaseView, EvidenceView } from '../../api/contract.ts';
import { caseUrl } from '../api.ts';

/** The plate the case stands on now. */
export const plateOf = (view: CaseView): string | null => view.plate_corrected ?? view.plate?.text ?? null;

export const evidenceUrl = (view: CaseView, item: EvidenceView): string => caseUrl(view.id, `/evidence/${item.sha256}`);
