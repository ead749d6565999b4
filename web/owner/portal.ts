// The owner's portal: its own application, with no route, cookie or code path of the officers' console.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import cookie from '@fastify/cookie';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { ERRORS, Failure, type ErrorCode } from '../../domain/errors.ts';
import type { EvidenceItem, EvidenceStore } from '../../domain/evidence.ts';
import type { Respond } from '../../pipeline/cases/respond.ts';
import type { SignIns } from '../../pipeline/cases/sign-in.ts';
import type { Database } from '../../prisma/views.ts';
import type { FailureLine } from '../api/failures.ts';
import { addHeaders } from '../api/headers.ts';
import { contextOf } from './context.ts';
import { OWNER_COOKIE } from './cookies.ts';
import { noticeRoutes } from './notice-routes.ts';
import { createOidc, type OidcOptions } from './oidc.ts';
import { failurePage } from './pages.ts';
import { publicRoutes } from './public-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';

export type PortalOptions = {
  readonly clock: Clock;
  readonly db: Database;
  readonly signIns: SignIns;
  readonly respond: Respond;
  readonly evidence: EvidenceStore;
  /** Makes everybody but the accused unrecognisable. */
  readonly mask: (bytes: Uint8Array, item: EvidenceItem) => Promise<Uint8Array>;
  readonly oidc: OidcOptions;
  readonly secure: boolean;
  readonly log: (line: FailureLine) => void;
};

export async function createPortal(options: PortalOptions): Promise<FastifyInstance> {
  const { signIns, oidc, secure, log } = options;
  const app = fastify({ logger: false, bodyLimit: 64 * 1024, forceCloseConnections: true });
  await app.register(cookie);
  addHeaders(app);
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(text))));
  });
  app.decorateRequest('owner', null);
  app.addHook('onRequest', async (request) => {
    const token = request.cookies[OWNER_COOKIE];
    const found = token === undefined ? null : await signIns.find(token);
    // The form's token is derived from the session's secret: another site cannot know it.
    request.owner = found?.role === 'owner' ? { id: found.holder.id, name: found.displayName, key: found.key, formToken: createHash('sha256').update(`form ${token ?? ''}`).digest('base64url') } : null;
  });
  answer(app, log);
  const style = await readFile(new URL('./kieu.css', import.meta.url), 'utf8');
  app.get('/kieu.css', async (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(style));
  signInRoutes(app, { signIns, oidc: createOidc(oidc, signIns), secure });
  publicRoutes(app, options);
  noticeRoutes(app, options);
  await app.ready();
  return app;
}

function answer(app: FastifyInstance, log: (line: FailureLine) => void): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const code: ErrorCode = error instanceof Failure ? error.code : error instanceof ZodError || (error.statusCode ?? 500) < 500 ? 'bad_request' : 'internal';
    if (ERRORS[code].status >= 500) log({ route: request.routeOptions.url ?? '', method: request.method, code, reason: error.message });
    return reply.code(ERRORS[code].status).type('text/html; charset=utf-8').send(failurePage(contextOf(request), code));
  });
  app.setNotFoundHandler(async (request, reply) => reply.code(404).type('text/html; charset=utf-8').send(failurePage(contextOf(request), 'not_found')));
}
