// A Fastify application that knows our schemas and failures; both surfaces start from it.
import cookie from '@fastify/cookie';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RawReplyDefaultExpression, type RawRequestDefaultExpression, type RawServerDefault } from 'fastify';
import { answerFailures, type FailureLine } from './failures.ts';
import { useZod, type ZodProvider } from './zod-routes.ts';

export type App = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodProvider>;

const MOST_BODY_BYTES = 256 * 1024;

export async function createApp(log: (line: FailureLine) => void): Promise<App> {
  const app = fastify({ logger: false, bodyLimit: MOST_BODY_BYTES, forceCloseConnections: true });
  await app.register(cookie);
  useZod(app);
  answerFailures(app, log);
  return app.withTypeProvider<ZodProvider>();
}
