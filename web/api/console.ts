// The officer's and operator's console: API, OpenAPI description and screens on one application.
import swagger from '@fastify/swagger';
import type { Clock } from '../../domain/clock.ts';
import type { EvidenceStore } from '../../domain/evidence.ts';
import { addAccess } from './access.ts';
import { createApp, type App } from './app.ts';
import { createAttempts } from './attempts.ts';
import type { Account, DemoAccount } from './contract.ts';
import type { CameraDesk, Desk } from './desk.ts';
import type { FailureLine } from './failures.ts';
import { addHeaders } from './headers.ts';
import { pageRoutes } from './pages.ts';
import { cameraRoutes } from './routes/cameras.ts';
import { caseRoutes } from './routes/cases.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { sessionRoutes } from './routes/session.ts';
import { worklistRoutes } from './routes/worklists.ts';
import type { Sessions } from './sessions.ts';
import { toOpenApi } from './zod-routes.ts';

export type ConsoleOptions = {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly sessions: Sessions<Account>;
  readonly cameras: CameraDesk;
  readonly evidence: EvidenceStore;
  /** Folder that `buildScreens` wrote; null serves the API alone. */
  readonly builtDir: string | null;
  /** Shown on the log-in page; only ever given while the server listens on loopback. */
  readonly demoAccounts: readonly DemoAccount[];
  /** True behind TLS: the session cookie is then never sent in the clear. */
  readonly secure: boolean;
  readonly log: (line: FailureLine) => void;
};

export async function createConsole({ clock, desk, sessions, cameras, evidence, builtDir, demoAccounts, secure, log }: ConsoleOptions): Promise<App> {
  const app = await createApp(log);
  addHeaders(app);
  addAccess(app, sessions);
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Phạt nguội: console', version: '1' } }, transform: toOpenApi });
  sessionRoutes(app, { desk, sessions, attempts: createAttempts(clock), demoAccounts, secure });
  caseRoutes(app, desk);
  evidenceRoutes(app, desk, evidence);
  worklistRoutes(app, desk);
  cameraRoutes(app, cameras, clock);
  if (builtDir !== null) await pageRoutes(app, builtDir);
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.type('application/json').serializer(JSON.stringify).send(app.swagger()));
  await app.ready();
  return app;
}
