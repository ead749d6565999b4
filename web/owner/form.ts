// Forms must carry the token of the session they were made for.
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';

export type OwnerSession = { readonly id: string; readonly name: string; readonly formToken: string; readonly key: string };

declare module 'fastify' {
  interface FastifyRequest {
    owner: OwnerSession | null;
  }
}

const form = z.object({ ma_bieu_mau: z.string() });

export function ownerOf(request: FastifyRequest): OwnerSession {
  if (request.owner === null) throw new Refused('not_signed_in', 'no session');
  return request.owner;
}

export function checkForm(request: FastifyRequest): OwnerSession {
  const owner = ownerOf(request);
  const given = form.safeParse(request.body);
  const [a, b] = [Buffer.from(owner.formToken), Buffer.from(given.success ? given.data.ma_bieu_mau : '')];
  if (a.length !== b.length || !timingSafeEqual(a, b)) throw new Refused('not_allowed', 'the form was not made for this session');
  return owner;
}
