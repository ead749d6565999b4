// The VNeID stand-in as one server: OpenID provider, API for agencies, and the citizens' inbox.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import fastify from 'fastify';
import type Provider from 'oidc-provider';
import { systemClock } from '../../domain/clock.ts';
import { agencyRoutes, type VneidFailure } from './agency.ts';
import { inboxRoutes } from './inbox.ts';
import { interactionRoutes } from './interaction.ts';
import { AGENCY_SCOPE, oidcProvider, type Client } from './oidc.ts';
import type { Person } from './persons.ts';
import { loadSecrets } from './secrets.ts';
import { sessionsOf } from './session.ts';
import { openInboxStore } from './store.ts';

export type { VneidFailure } from './agency.ts';
export { personsFromCsv, type Person } from './persons.ts';
export type VneidOptions = {
  /** Where notices and keys are kept; the same folder after a crash brings everything back. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  readonly persons: readonly Person[];
  /** Of every demonstration account. */
  readonly password: string;
  readonly portal: Client & { readonly redirectUris: readonly string[]; readonly logoutUris: readonly string[] };
  readonly agency: Client;
};
export type VneidServer = {
  /** Also the OpenID issuer. */
  readonly url: string;
  readonly notices: () => number;
  /** For tests: how the agencies' API misbehaves from now on. */
  readonly fail: (mode: VneidFailure) => void;
  readonly close: () => Promise<void>;
};

export async function startVneid(options: VneidOptions): Promise<VneidServer> {
  const secrets = await loadSecrets(options.folder);
  const store = await openInboxStore(options.folder);
  const sessions = sessionsOf(options.persons, options.password, secrets.cookie, systemClock.now);
  let provider: Provider | null = null;
  let openId: RequestListener | null = null;
  let failure: VneidFailure = 'none';
  const provided = (): Provider => {
    if (provider === null) throw new Error('the provider is not ready');
    return provider;
  };
  const app = fastify({ forceCloseConnections: true, serverFactory: (rest) => createServer((request, answer) => {
    (isOpenId(request) && openId !== null ? openId : rest)(request, answer);
  }) });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(text))));
  });
  const allowed = async (token: string): Promise<boolean> => (await provided().ClientCredentials.find(token))?.scope?.split(' ').includes(AGENCY_SCOPE) ?? false;
  agencyRoutes(app, { store, persons: options.persons, allowed, failure: () => failure });
  inboxRoutes(app, { store, sessions });
  interactionRoutes(app, sessions, provided);
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port });
  provider = oidcProvider({ issuer: url, persons: options.persons, portal: options.portal, agency: options.agency, secrets });
  const answered = provider.callback();
  openId = (request, answer) => {
    void answered(request, answer);
  };
  return {
    url,
    notices: store.count,
    fail: (mode) => {
      failure = mode;
    },
    close: async () => {
      await app.close();
      await store.close();
    },
  };
}

const isOpenId = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/oidc/') || url.startsWith('/.well-known/');
