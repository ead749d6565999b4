// The stand-in's OpenID provider: authorization code with PKCE for the owner portal, client credentials for agencies.
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { html, pageOf } from '../html.ts';
import { findPerson, type Person } from './persons.ts';
import type { Secrets } from './secrets.ts';

export type Client = { readonly id: string; readonly secret: string };
export type OidcOptions = {
  readonly issuer: string;
  readonly persons: readonly Person[];
  /** The owner portal; its redirect addresses are matched exactly. */
  readonly portal: Client & { readonly redirectUris: readonly string[]; readonly logoutUris: readonly string[] };
  readonly agency: Client;
  readonly secrets: Secrets;
};
export const AGENCY_SCOPE = 'notices';

export function oidcProvider({ issuer, persons, portal, agency, secrets }: OidcOptions): Provider {
  const configuration: Configuration = {
    clients: [
      {
        client_id: portal.id, client_secret: portal.secret, client_name: 'Cổng chủ phương tiện', redirect_uris: [...portal.redirectUris], post_logout_redirect_uris: [...portal.logoutUris],
        grant_types: ['authorization_code'], response_types: ['code'], scope: 'openid identity',
      },
      { client_id: agency.id, client_secret: agency.secret, client_name: 'Hệ thống xử lý vi phạm', redirect_uris: [], grant_types: ['client_credentials'], response_types: [], scope: AGENCY_SCOPE },
    ],
    jwks: { keys: [secrets.jwk] },
    cookies: { keys: [secrets.cookie], long: { path: '/', sameSite: 'lax' }, short: { path: '/', sameSite: 'lax' } },
    scopes: ['openid', 'identity', AGENCY_SCOPE],
    claims: { openid: ['sub'], identity: ['personal_id', 'name', 'account'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, clientCredentials: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    ttl: { AccessToken: 600, AuthorizationCode: 60, ClientCredentials: 600, Grant: 28_800, IdToken: 600, Interaction: 900, Session: 28_800 },
    interactions: { url: (_context, interaction) => `/dang-nhap/${interaction.uid}` },
    routes: {
      authorization: '/oidc/auth', token: '/oidc/token', userinfo: '/oidc/me', jwks: '/oidc/jwks', end_session: '/oidc/logout',
    },
    findAccount: (_context, id) => {
      const person = findPerson(persons, id);
      if (person === null) return undefined;
      return { accountId: person.account, claims: () => ({ sub: person.account, account: person.account, personal_id: person.personalId, name: person.name }) };
    },
    loadExistingGrant: grantAtLogIn,
    renderError: (context, out) => {
      context.type = 'html';
      context.body = pageOf({ title: 'Không đăng nhập được', subtitle: 'Sign-in failed' }, html`<p class="error">${out.error}: ${out.error_description ?? ''}</p>`);
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.on('server_error', () => undefined);
  return provider;
}

/** Consent is given on the log-in page itself, which says what is shared with the one known portal. */
async function grantAtLogIn(context: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { client, session, provider } = context.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid identity');
  await grant.save();
  return grant;
}
