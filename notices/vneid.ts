// The VNeID channel: hands a notice over by HTTPS with client credentials, and asks which notices were read.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure, reasonOf } from '../domain/errors.ts';
import { epochMs } from '../domain/units.ts';
import type { ReadReport, SendNotice } from './channel.ts';

export type VneidOptions = { readonly url: string; readonly clientId: string; readonly clientSecret: string; readonly timeoutMs?: number };
export type VneidChannel = { readonly send: SendNotice; /** Reports after the last one that this process was given. */ readonly readReports: () => Promise<readonly ReadReport[]> };

const TIMEOUT_MS = 15_000;
const token = z.object({ access_token: z.string() });
const taken = z.object({ receipt: z.string() });
const reports = z.object({ receipts: z.array(z.object({ seq: z.number(), receipt: z.string(), read_at: z.number() })) });

export function vneidChannel(options: VneidOptions): VneidChannel {
  const call = authorisedCall(options);
  let seen = 0;
  return {
    send: async ({ notice, pdf, portalUrl, idempotencyKey }) => {
      const { owner } = notice;
      if (owner.vneidAccount === null) throw new Failure('channel_refused', `notice ${notice.id}: the owner has no VNeID account`);
      const { receipt } = taken.parse(await call('/api/notices', {
        idempotency_key: idempotencyKey,
        recipient: { account: owner.vneidAccount, personal_id: owner.id },
        number: notice.number,
        title: 'Thông báo vi phạm hành chính về trật tự, an toàn giao thông đường bộ',
        summary: 'Cơ quan Công an gửi Ông (Bà)/Tổ chức thông báo về phương tiện do mình đứng tên. Mở thông báo để xem nội dung, chứng cứ và cách nêu ý kiến.',
        sender: notice.issuingUnit,
        portal_url: portalUrl,
        pdf_base64: Buffer.from(pdf).toString('base64'),
        pdf_sha256: createHash('sha256').update(pdf).digest('hex'),
      }));
      return { receipt };
    },
    readReports: async () => {
      const { receipts } = reports.parse(await call(`/api/receipts?after=${seen}`, null));
      seen = receipts.at(-1)?.seq ?? seen;
      return receipts.map(({ receipt, read_at }) => ({ receipt, at: epochMs(read_at) }));
    },
  };
}

/** Calls with a kept token; a token that is no longer known is fetched anew, once. */
function authorisedCall(options: VneidOptions): (path: string, body: unknown) => Promise<unknown> {
  let bearer: string | null = null;
  const request = async (path: string, body: unknown): Promise<Response> => {
    bearer ??= await fetchToken(options);
    const headers = { authorization: `Bearer ${bearer}`, ...(body === null ? {} : { 'content-type': 'application/json' }) };
    return ask(options, path, body === null ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
  };
  return async (path, body) => {
    let answer = await request(path, body);
    if (answer.status === 401) {
      bearer = null;
      answer = await request(path, body);
    }
    return answerOf(answer);
  };
}

async function fetchToken(options: VneidOptions): Promise<string> {
  const basic = Buffer.from(`${encodeURIComponent(options.clientId)}:${encodeURIComponent(options.clientSecret)}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await ask(options, '/oidc/token', { method: 'POST', headers, body: 'grant_type=client_credentials&scope=notices' });
  return token.parse(await answerOf(answer)).access_token;
}

/** Any trouble on the way, the time limit included, is the channel being down. */
async function ask({ url, timeoutMs = TIMEOUT_MS }: VneidOptions, path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  } catch (thrown) {
    throw new Failure('channel_down', `VNeID did not answer ${path}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

/** 4xx means that sending the same again is no use, but for 408, 425 and 429; wrong credentials may be mended without us. */
async function answerOf(answer: Response): Promise<unknown> {
  if (answer.ok) return jsonOf(answer);
  const later = answer.status >= 500 || [401, 408, 425, 429].includes(answer.status);
  const said = await answer.text().catch(() => '');
  throw new Failure(later ? 'channel_down' : 'channel_refused', `VNeID answered ${answer.status} ${codeIn(said)}`);
}

async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch (thrown) {
    throw new Failure('channel_down', 'VNeID broke off its answer', { cause: thrown });
  }
}

/** Only the machine's code of the refusal: the rest might quote personal data. */
const codeIn = (text: string): string => /"error"\s*:\s*"([a-z_]{1,60})"/.exec(text)?.[1] ?? '';
