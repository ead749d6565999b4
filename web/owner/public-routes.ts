// Pages for everybody: the start, and the check of a notice by number and code, without personal data.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { Refused } from '../../domain/errors.ts';
import type { Database } from '../../prisma/views.ts';
import { noticesOf, verifyNotice } from '../../prisma/views-owner.ts';
import { createAttempts } from '../api/attempts.ts';
import { contextOf } from './context.ts';
import { list, verifyPage, welcome } from './pages.ts';

const start = z.object({ loi: z.string().optional() });
const question = z.object({ so: z.string().max(60).optional(), ma: z.string().max(60).optional() });

export function publicRoutes(app: FastifyInstance, { db, clock }: { readonly db: Database; readonly clock: Clock }): void {
  const attempts = createAttempts(clock);

  app.get('/', async (request, reply) => {
    void reply.type('text/html; charset=utf-8');
    if (request.owner === null) return welcome(contextOf(request), start.parse(request.query).loi !== undefined);
    return list(contextOf(request), await noticesOf(db, request.owner.id));
  });

  app.get('/xac-minh', async (request, reply) => {
    void reply.type('text/html; charset=utf-8');
    const { so, ma } = question.parse(request.query);
    if (so === undefined || ma === undefined || so === '' || ma === '') return verifyPage(contextOf(request), null, null);
    if (!attempts.mayTry(so, request.ip)) throw new Refused('too_many_attempts', 'verification limit reached');
    const found = await verifyNotice(db, so, ma);
    if (found.kind === 'unknown') attempts.failed(so, request.ip);
    return verifyPage(contextOf(request), { number: so, code: ma }, found);
  });
}
