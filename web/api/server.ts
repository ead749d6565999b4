// One surface, one application: the owner's process cannot even route to an officer's page.
import type { FastifyInstance } from 'fastify';
import { createPortal, type PortalOptions } from '../owner/portal.ts';
import type { App } from './app.ts';
import { createConsole, type ConsoleOptions } from './console.ts';

export type ServerOptions = ({ readonly surface: 'console' } & ConsoleOptions) | ({ readonly surface: 'owner' } & PortalOptions);

/** Ready, not yet listening: call `listen({ host, port })` on the result, and `close()` at the end. */
export async function createServer(options: ServerOptions): Promise<Pick<FastifyInstance, 'listen' | 'close' | 'inject'> | Pick<App, 'listen' | 'close' | 'inject'>> {
  switch (options.surface) {
    case 'console':
      return createConsole(options);
    case 'owner':
      return createPortal(options);
  }
}
