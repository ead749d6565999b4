// Serves the built screens: hashed files as they are, and the page itself with this answer's nonce.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import files from '@fastify/static';
import type { App } from './app.ts';

const PAGES = ['/', '/cases', '/review/:id', '/deliveries', '/contests', '/cameras', '/cameras/:camera'] as const;

export async function pageRoutes(app: App, builtDir: string): Promise<void> {
  const page = await readFile(join(builtDir, 'index.html'), 'utf8');
  await app.register(files, { root: join(builtDir, 'assets'), prefix: '/assets/', decorateReply: false, cacheControl: false, setHeaders: (answer) => { void answer.setHeader('cache-control', 'public, max-age=31536000, immutable'); } });
  for (const url of PAGES) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => reply.type('text/html; charset=utf-8').serializer(String).send(page.replace('__NONCE__', request.nonce)));
  }
}
