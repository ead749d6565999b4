// Turns whatever was thrown into {code, message_vi, message_en} with its status; details of ours never reach the browser.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, Failure, Refused, type ErrorCode } from '../../domain/errors.ts';
import type { Refusal } from './contract.ts';

/** A refusal that also says which officer acted first. */
export class RefusedBy extends Refused {
  readonly by: string | null;
  constructor(cause: Refused, by: string | null) {
    super(cause.code, cause.message, { cause });
    this.by = by;
  }
}

export function refusalOf(code: ErrorCode, more: { readonly detail?: string; readonly by?: string | null } = {}): Refusal {
  const { vi, en } = ERRORS[code];
  return { code, message_vi: vi, message_en: en, ...more };
}

function codeOf(error: FastifyError): ErrorCode {
  if (error instanceof Failure) return error.code;
  const status = error.statusCode ?? 500;
  if (status === 404) return 'not_found';
  return status >= 400 && status < 500 ? 'bad_request' : 'internal';
}

/** What a person may read of the message: only our own words about their own input. */
function detailOf(error: FastifyError, code: ErrorCode): { readonly detail?: string } {
  return code === 'bad_request' && error instanceof Refused ? { detail: error.message } : {};
}

export function answerFailures(app: FastifyInstance, log: (line: FailureLine) => void): void {
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const code = codeOf(error);
    const status = ERRORS[code].status;
    // The route's pattern, not the address: addresses carry plates in queries.
    if (status >= 500) log({ route: request.routeOptions.url ?? '', method: request.method, code, reason: error.message });
    const by = error instanceof RefusedBy ? { by: error.by } : {};
    void reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(refusalOf(code, { ...detailOf(error, code), ...by }));
  });
}

export type FailureLine = { readonly route: string; readonly method: string; readonly code: ErrorCode; readonly reason: string };
