// Evidence bytes: unmasked for an officer on the review screen only, each look on the ledger once a session.
import type { EvidenceItem, EvidenceStore } from '../../../domain/evidence.ts';
import { Refused } from '../../../domain/errors.ts';
import { accountOf, only } from '../access.ts';
import type { App } from '../app.ts';
import { evidenceParams } from '../contract.ts';
import type { Desk } from '../desk.ts';

const MOST_REMEMBERED = 50_000;

export function evidenceRoutes(app: App, desk: Desk, evidence: EvidenceStore): void {
  const recorded = new Set<string>();

  async function recordOnce(caseId: string, officer: string, session: string): Promise<void> {
    const key = `${session} ${caseId}`;
    if (recorded.has(key)) return;
    await desk.recordLook(caseId, { kind: 'officer', id: officer }, { what: 'evidence', purpose: 'review' });
    if (recorded.size >= MOST_REMEMBERED) recorded.clear();
    recorded.add(key);
  }

  async function itemOf(caseId: string, sha256: string): Promise<EvidenceItem> {
    const sealed = await desk.manifest(caseId);
    const item = sealed?.items.find((candidate) => candidate.sha256 === sha256);
    if (item === undefined) throw new Refused('not_found', 'the case has no such evidence');
    return item;
  }

  app.get('/api/cases/:id/evidence/:sha256', { onRequest: only('officer'), schema: { summary: 'One picture or clip, unmasked; the look is recorded', params: evidenceParams } }, async (request, reply) => {
    const { id, sha256 } = request.params;
    const item = await itemOf(id, sha256);
    const bytes = await evidence.get(sha256);
    // Recorded before a byte leaves: a look that cannot be recorded does not happen.
    await recordOnce(id, accountOf(request).id, request.session?.key ?? '');
    return reply.type(item.media_type).header('content-disposition', 'inline').send(Buffer.from(bytes));
  });
}
