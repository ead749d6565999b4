// What every page needs to know of the request it answers.
import type { FastifyRequest } from 'fastify';
import { LANGUAGE_COOKIE } from './cookies.ts';
import './form.ts';
import type { PageContext } from './layout.ts';

export function contextOf(request: FastifyRequest): PageContext {
  const owner = request.owner;
  return { language: request.cookies[LANGUAGE_COOKIE] === 'en' ? 'en' : 'vi', path: request.url, owner: owner === null ? null : { name: owner.name, formToken: owner.formToken } };
}
