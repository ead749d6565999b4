// Log-in at VNeID (or its stand-in): authorization code with PKCE; the portal learns the personal number and nothing more.
import { allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, discovery, fetchUserInfo, randomNonce, randomPKCECodeVerifier, randomState, type Configuration } from 'openid-client';
import { z } from 'zod';
import { Failure, reasonOf } from '../../domain/errors.ts';
import type { SignIns } from '../../pipeline/cases/sign-in.ts';

export type OidcOptions = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The portal's own address, as the browser sees it; the call-back is below it. */
  readonly portalUrl: string;
  /** True only for a stand-in on loopback. */
  readonly allowHttp: boolean;
};
export const CALL_BACK = '/dang-nhap/tra-ve';
const claims = z.object({ personal_id: z.string().regex(/^\d{12}$|^\d{10}(-\d{3})?$/) });

export type Oidc = {
  /** Where to send the browser. */
  readonly begin: (returnTo: string) => Promise<{ readonly address: string; readonly state: string }>;
  /** The personal number that VNeID vouches for, and where to go on; null where the log-in is unknown, old, or not of this browser. */
  readonly finish: (query: string, stateOfBrowser: string | undefined) => Promise<{ readonly personalNumber: string; readonly returnTo: string } | null>;
};

export function createOidc({ issuer, clientId, clientSecret, portalUrl, allowHttp }: OidcOptions, signIns: SignIns): Oidc {
  let known: Promise<Configuration> | null = null;
  const callBack = new URL(CALL_BACK, portalUrl);
  // Asked for at the first log-in, and again after a failure: the portal starts while VNeID is away.
  const provider = async (): Promise<Configuration> => {
    known ??= discovery(new URL(issuer), clientId, clientSecret, undefined, allowHttp ? { execute: [allowInsecureRequests] } : {});
    try {
      return await known;
    } catch (cause) {
      known = null;
      throw new Failure('channel_down', `VNeID at ${issuer}: ${reasonOf(cause)}`, { cause });
    }
  };
  return {
    begin: async (returnTo) => {
      const configuration = await provider();
      const login = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier(), returnTo };
      await signIns.keepOidc(login);
      const address = buildAuthorizationUrl(configuration, {
        redirect_uri: callBack.href, scope: 'openid identity', state: login.state, nonce: login.nonce,
        code_challenge: await calculatePKCECodeChallenge(login.codeVerifier), code_challenge_method: 'S256',
      });
      return { address: address.href, state: login.state };
    },
    finish: async (query, stateOfBrowser) => {
      const state = new URLSearchParams(query).get('state');
      if (state === null || state !== stateOfBrowser) return null;
      const login = await signIns.takeOidc(state);
      if (login === null) return null;
      const configuration = await provider();
      try {
        const tokens = await authorizationCodeGrant(configuration, new URL(`${callBack.href}?${query}`), { expectedState: login.state, expectedNonce: login.nonce, pkceCodeVerifier: login.codeVerifier });
        const subject = tokens.claims()?.sub;
        if (subject === undefined) return null;
        const told = claims.safeParse(await fetchUserInfo(configuration, tokens.access_token, subject));
        return told.success ? { personalNumber: told.data.personal_id, returnTo: login.returnTo } : null;
      } catch {
        // Refused by the person, expired, or tampered with: one answer for all.
        return null;
      }
    },
  };
}
