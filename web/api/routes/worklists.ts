// What waits for a person beside the queue: failed deliveries and contested cases.
import { only } from '../access.ts';
import type { App } from '../app.ts';
import { contestRow, failedDelivery, refusal } from '../contract.ts';
import type { Desk } from '../desk.ts';

export function worklistRoutes(app: App, desk: Desk): void {
  const onRequest = only('officer');
  app.get('/api/deliveries/failed', { onRequest, schema: { summary: 'Deliveries that a person must handle', response: { 200: failedDelivery.array(), 401: refusal, 403: refusal } } }, async () => [...(await desk.failedDeliveries())]);
  app.get('/api/contests', { onRequest, schema: { summary: 'Contested cases to answer', response: { 200: contestRow.array(), 401: refusal, 403: refusal } } }, async () => [...(await desk.openContests())]);
}
