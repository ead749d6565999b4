// The stand-in's API for agencies: hand a notice over, ask which were read; bearer tokens from client credentials.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { systemClock } from '../../domain/clock.ts';
import { findPerson, type Person } from './persons.ts';
import type { InboxStore } from './store.ts';

const webAddress = z.string().regex(/^https?:\/\//, 'expected an http(s) address');
const body = z.strictObject({
  idempotency_key: z.string().min(8).max(200),
  recipient: z.strictObject({ account: z.string(), personal_id: z.string() }),
  number: z.string().max(100),
  title: z.string().max(300),
  summary: z.string().max(2000),
  sender: z.string().max(300),
  portal_url: webAddress,
  pdf_base64: z.base64(),
  pdf_sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
/** refuse: 422; error: 500; hang: never answers; lose_answer: keeps the notice, then drops the line. */
export type VneidFailure = 'none' | 'refuse' | 'error' | 'hang' | 'lose_answer';
export type AgencyOptions = { readonly store: InboxStore; readonly persons: readonly Person[]; readonly allowed: (token: string) => Promise<boolean>; readonly failure: () => VneidFailure };
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export function agencyRoutes(app: FastifyInstance, options: AgencyOptions): void {
  const { store, allowed } = options;
  app.post('/api/notices', { bodyLimit: MAX_BODY_BYTES }, async (request, answer) => {
    if (!(await authorised(request, allowed))) return answer.code(401).send({ error: 'invalid_token' });
    return receive(request, answer, options);
  });
  app.get<{ Querystring: { after?: string } }>('/api/receipts', async (request, answer) => {
    if (!(await authorised(request, allowed))) return answer.code(401).send({ error: 'invalid_token' });
    const after = Number(request.query.after ?? 0);
    if (!Number.isSafeInteger(after) || after < 0) return answer.code(400).send({ error: 'expected after=0, 1, 2 …' });
    return answer.send({ receipts: store.receiptsAfter(after) });
  });
}

async function authorised(request: FastifyRequest, allowed: AgencyOptions['allowed']): Promise<boolean> {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  return token !== undefined && allowed(token);
}

async function receive(request: FastifyRequest, answer: FastifyReply, { store, persons, failure }: AgencyOptions): Promise<FastifyReply> {
  const mode = failure();
  if (mode === 'error') return answer.code(500).send({ error: 'simulated_fault' });
  if (mode === 'refuse') return answer.code(422).send({ error: 'simulated_refusal' });
  if (mode === 'hang') return answer.hijack();
  const parsed = body.safeParse(request.body);
  if (!parsed.success) return answer.code(400).send({ error: 'bad_request', detail: z.prettifyError(parsed.error) });
  const { recipient, pdf_base64, pdf_sha256, idempotency_key, portal_url, ...texts } = parsed.data;
  const person = findPerson(persons, recipient.account);
  if (person === null || person.personalId !== recipient.personal_id) return answer.code(422).send({ error: 'unknown_recipient' });
  const pdf = Buffer.from(pdf_base64, 'base64');
  if (createHash('sha256').update(pdf).digest('hex') !== pdf_sha256) return answer.code(400).send({ error: 'pdf_hash_differs' });
  const kept = await store.keep({ ...texts, key: idempotency_key, personalId: person.personalId, portalUrl: portal_url, receivedAt: systemClock.now() }, pdf);
  if (kept.kind === 'conflict') return answer.code(409).send({ error: 'key_used_for_another_notice' });
  if (failure() === 'lose_answer') {
    request.raw.socket.destroy();
    return answer.hijack();
  }
  return answer.code(kept.kind === 'kept' ? 201 : 200).send({ receipt: kept.notice.receipt, received_at: kept.notice.receivedAt, duplicate: kept.kind === 'duplicate' });
}
