// Lets Fastify check requests with zod, strip answers to their schema, and describe both in OpenAPI.
import type { FastifyInstance, FastifySchema, FastifySchemaCompiler, FastifyTypeProvider } from 'fastify';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';

/** Fastify's way to map a schema's type onto request and reply; it must be an interface to use `this`. */
export interface ZodProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

const validate: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data ?? {});
    return parsed.success ? { value: parsed.data } : { error: new Refused('bad_request', z.prettifyError(parsed.error)) };
  };

/** Answers are parsed too: a field that the contract does not name never leaves the server. */
const serialize: FastifySerializerCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) =>
    JSON.stringify(schema.parse(data));

export function useZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validate);
  app.setSerializerCompiler(serialize);
}

const json = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

function part(value: unknown, io: 'input' | 'output'): unknown {
  return value instanceof z.ZodType ? json(value, io) : value;
}

/** For @fastify/swagger: the same schemas as JSON Schema. */
export function toOpenApi({ schema, url }: { readonly schema: FastifySchema; readonly url: string }): { readonly schema: FastifySchema; readonly url: string } {
  if (schema === undefined) return { schema, url };
  const { response, body, querystring, params, ...rest } = schema;
  const responses = Object.entries(response ?? {}).map(([status, answer]) => [status, part(answer, 'output')]);
  return {
    url,
    schema: {
      ...rest,
      ...(body === undefined ? {} : { body: part(body, 'input') }),
      ...(querystring === undefined ? {} : { querystring: part(querystring, 'input') }),
      ...(params === undefined ? {} : { params: part(params, 'input') }),
      ...(responses.length === 0 ? {} : { response: Object.fromEntries(responses) }),
    },
  };
}
