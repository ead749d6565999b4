// Calls the console's API; answers are parsed by the same schemas as on the server, failures come back as values.
import { z } from 'zod';
import { refusal, type Refusal } from '../api/contract.ts';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

const unreachable: Refusal = { code: 'unreachable', message_vi: 'Không kết nối được máy chủ. Chưa có thay đổi nào được ghi nhận.', message_en: 'The server cannot be reached. Nothing was recorded.' };

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export async function call<S extends z.ZodType>(schema: S, method: Method, url: string, body?: unknown): Promise<Answer<z.output<S>>> {
  let response: Response;
  try {
    response = await fetch(url, { method, credentials: 'same-origin', ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  } catch {
    return { ok: false, refusal: unreachable };
  }
  const text = await response.text();
  if (!response.ok) return { ok: false, refusal: refusalIn(text) };
  return { ok: true, value: schema.parse(text === '' ? null : JSON.parse(text)) };
}

function refusalIn(text: string): Refusal {
  try {
    const parsed = refusal.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : unreachable;
  } catch {
    return unreachable;
  }
}

export const caseUrl = (id: string, rest = ''): string => `/api/cases/${encodeURIComponent(id)}${rest}`;
export const cameraUrl = (camera: string, rest = ''): string => `/api/cameras/${encodeURIComponent(camera)}${rest}`;
