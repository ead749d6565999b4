// An owner's own notices: the page, masked pictures, the PDF, and the owner's word.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { Refused } from '../../domain/errors.ts';
import type { EvidenceItem, EvidenceStore } from '../../domain/evidence.ts';
import { caseId, noticeId } from '../../domain/units.ts';
import { looks } from '../../pipeline/cases/look.ts';
import type { Respond } from '../../pipeline/cases/respond.ts';
import type { Database } from '../../prisma/views.ts';
import { noticeWithProof, type NoticeProof } from '../../prisma/views-owner.ts';
import { ANSWER_REASONS, CONTEST_REASONS, type AnswerReason, type ContestReason } from '../words/labels.ts';
import { contextOf } from './context.ts';
import { checkForm, ownerOf } from './form.ts';
import { noticePage } from './notice-page.ts';

type Needs = { readonly db: Database; readonly clock: Clock; readonly respond: Respond; readonly evidence: EvidenceStore; readonly mask: (bytes: Uint8Array, item: EvidenceItem) => Promise<Uint8Array> };
const address = z.object({ id: z.string().min(1).max(120) });
const picture = z.object({ id: z.string().min(1).max(120), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const isAnswer = (code: string): code is AnswerReason => Object.hasOwn(ANSWER_REASONS, code);
const isContest = (code: string): code is ContestReason => Object.hasOwn(CONTEST_REASONS, code);
const word = z.object({ ly_do: z.string().regex(/^(answer|contest):[a-z_]+$/), noi_dung: z.string().max(4000).default('') });

export function noticeRoutes(app: FastifyInstance, { db, clock, respond, evidence, mask }: Needs): void {
  const look = looks(db, clock);
  const recorded = new Set<string>();

  /** The notice with its proof; somebody else's does not exist for this owner. */
  async function proofOf(owner: string, id: string): Promise<NoticeProof> {
    const proof = await noticeWithProof(db, owner, id);
    if (proof === null) throw new Refused('not_found', `notice ${id} is not one of this owner`);
    return proof;
  }

  app.get('/thong-bao/:id', async (request, reply) => {
    const { id } = address.parse(request.params);
    if (request.owner === null) return reply.redirect(`/dang-nhap?ve=${encodeURIComponent(`/thong-bao/${id}`)}`, 303);
    const proof = await proofOf(request.owner.id, id);
    const key = `${request.owner.key} ${id}`;
    if (!recorded.has(key)) await look.record({ kind: 'owner', id: `notice:${id}` }, caseId(proof.notice.caseId), { what: 'notice', purpose: 'own notice' });
    recorded.add(key);
    return reply.type('text/html; charset=utf-8').send(noticePage(contextOf(request), proof, clock.now()));
  });

  app.get('/thong-bao/:id/anh/:sha256', async (request, reply) => {
    const { id, sha256 } = picture.parse(request.params);
    const { manifest } = await proofOf(ownerOf(request).id, id);
    const item = manifest.items.find((candidate) => candidate.sha256 === sha256 && candidate.media_type !== 'video/mp4');
    if (item === undefined) throw new Refused('not_found', 'the notice has no such picture');
    return reply.type('image/jpeg').send(Buffer.from(await mask(await evidence.get(sha256), item)));
  });

  app.get('/thong-bao/:id/thong-bao.pdf', async (request, reply) => {
    const { id } = address.parse(request.params);
    const { notice } = await proofOf(ownerOf(request).id, id);
    return reply.type('application/pdf').header('content-disposition', 'inline; filename="thong-bao.pdf"').send(Buffer.from(await evidence.get(notice.pdfSha256)));
  });

  app.post('/thong-bao/:id/y-kien', async (request, reply) => {
    const { id } = address.parse(request.params);
    const owner = checkForm(request);
    const said = word.safeParse(request.body);
    if (!said.success) throw new Refused('bad_request', 'expected a reason');
    const [kind, code = ''] = said.data.ly_do.split(':');
    if (kind === 'contest' && isContest(code)) await respond.say(owner.id, noticeId(id), { kind: 'contest', reason: code }, said.data.noi_dung);
    else if (kind === 'answer' && isAnswer(code)) await respond.say(owner.id, noticeId(id), { kind: 'answer', reason: code }, said.data.noi_dung);
    else throw new Refused('bad_request', `expected a reason, got ${said.data.ly_do}`);
    return reply.redirect(`/thong-bao/${id}`, 303);
  });
}
