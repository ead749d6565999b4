// Security headers of every answer, and the refusal of writes that another site started.
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refused } from '../../domain/errors.ts';

/** Scripts only from this server; styles from it or with this answer's nonce (the component library writes theme variables). */
const policy = (nonce: string, formTargets: string): string =>
  [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' blob: data:", "media-src 'self' blob:",
    "font-src 'self'", "connect-src 'self'", `form-action 'self'${formTargets}`, "base-uri 'none'", "frame-ancestors 'none'",
  ].join('; ');

declare module 'fastify' {
  interface FastifyRequest {
    /** One for each answer; the page's style elements carry it. */
    nonce: string;
  }
}

export function addHeaders(app: FastifyInstance, formTargets = ''): void {
  app.decorateRequest('nonce', '');
  app.addHook('onRequest', async (request, reply) => {
    request.nonce = randomBytes(16).toString('base64');
    void reply.headers({
      'content-security-policy': policy(request.nonce, formTargets),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
      'cache-control': 'no-store',
    });
    await Promise.resolve();
  });
  app.addHook('onRequest', async (request) => {
    refuseForeignWrites(request);
    await Promise.resolve();
  });
}

/** Browsers name the origin of every write; one that is not ours was started elsewhere. */
function refuseForeignWrites(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw new Refused('not_allowed', `a write from sec-fetch-site ${String(site)}`);
  const { origin, host } = request.headers;
  if (origin !== undefined && hostOf(origin) !== host) throw new Refused('not_allowed', 'a write from another origin');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
