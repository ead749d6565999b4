// Evidence bytes and the signed notice, for officers only: each look at a case's evidence on the ledger once a session, each print of a notice every time.
import type { EvidenceItem, EvidenceStore } from '../../../domain/evidence.ts';
import { Refused } from '../../../domain/errors.ts';
import { accountOf, only } from '../access.ts';
import type { App } from '../app.ts';
import { caseParams, evidenceParams } from '../contract.ts';
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
  app.get('/api/cases/:id/notice.pdf', { onRequest: only('officer'), schema: { summary: 'The signed notice, to be printed and posted; the look is recorded', params: caseParams } }, async (request, reply) => {
    const { id } = request.params;
    const sha256 = await desk.noticePdf(id);
    if (sha256 === null) throw new Refused('not_found', `case ${id} has no notice`);
    const bytes = await evidence.get(sha256);
    await desk.recordLook(id, { kind: 'officer', id: accountOf(request).id }, { what: 'notice', purpose: 'print' });
    return reply.type('application/pdf').header('content-disposition', 'inline').send(Buffer.from(bytes));
  });
}
