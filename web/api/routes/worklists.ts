// What waits for a person beside the queue: notices that did not get through, and contested cases.
import { accountOf, only } from '../access.ts';
import type { App } from '../app.ts';
import { caseParams, contestRow, done, postedLetter, refusal, retryParams, undelivered } from '../contract.ts';
import type { Desk } from '../desk.ts';
import { existing } from './cases.ts';

const refusals = { 400: refusal, 401: refusal, 403: refusal, 404: refusal, 409: refusal } as const;

export function worklistRoutes(app: App, desk: Desk): void {
  const onRequest = only('officer');
  app.get('/api/contests', { onRequest, schema: { summary: 'Contested cases to answer', response: { ...refusals, 200: contestRow.array() } } }, async () => [...(await desk.openContests())]);

  app.get('/api/deliveries', { onRequest, schema: { summary: 'Failed deliveries, and paper to be posted', response: { ...refusals, 200: undelivered.array() } } }, async () => [...(await desk.undelivered())]);

  app.post('/api/cases/:id/deliveries/:channel/retry', { onRequest, schema: { summary: 'Have a channel tried again that failed for good', params: retryParams, response: { ...refusals, 200: done } } }, async (request) => {
    const { id, channel } = request.params;
    await desk.deliverAgain(id, accountOf(request).id, channel);
    return existing(desk, id);
  });

  app.post('/api/cases/:id/deliveries/paper/posted', { onRequest, schema: { summary: 'The printed notice was handed to the post', params: caseParams, body: postedLetter, response: { ...refusals, 200: done } } }, async (request) => {
    const { id } = request.params;
    const { post_number: postNumber, posted_on: postedOn } = request.body;
    await desk.posted(id, accountOf(request).id, { postNumber, postedOn });
    return existing(desk, id);
  });
}
