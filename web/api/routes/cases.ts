// The officer's cases: the queue, one case, and every act upon it.
import { Refused } from '../../../domain/errors.ts';
import { plateText } from '../../../domain/units.ts';
import { accountOf, only } from '../access.ts';
import type { App } from '../app.ts';
import { caseParams, caseView, confirmCase, correctPlate, dismissCase, done, historyRow, lookAtOwner, ownerView, queueQuery, queueView, refusal, respondCase, type CaseView } from '../contract.ts';
import type { Desk } from '../desk.ts';
import { RefusedBy } from '../failures.ts';

const refusals = { 400: refusal, 401: refusal, 403: refusal, 404: refusal, 409: refusal } as const;
const officer = only('officer');

export async function existing(desk: Desk, id: string): Promise<CaseView> {
  const found = await desk.caseView(id);
  if (found === null) throw new Refused('not_found', `no case ${id}`);
  return found;
}

/** Does the act; a refusal because of another officer comes back with that officer's name. */
async function act(desk: Desk, id: string, deed: () => Promise<void>): Promise<CaseView> {
  try {
    await deed();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const now = await existing(desk, id);
    throw new RefusedBy(error, now.decision?.by ?? now.claim?.by ?? null);
  }
  return existing(desk, id);
}

export function caseRoutes(app: App, desk: Desk): void {
  app.get('/api/queue', { onRequest: officer, schema: { summary: 'Cases, those that wait first', querystring: queueQuery, response: { ...refusals, 200: queueView } } }, async (request) => desk.queue(request.query));

  app.get('/api/cases/:id', { onRequest: officer, schema: { summary: 'One case', params: caseParams, response: { ...refusals, 200: caseView } } }, async (request) => existing(desk, request.params.id));

  app.get('/api/cases/:id/history', { onRequest: officer, schema: { summary: 'The audit trail of one case', params: caseParams, response: { ...refusals, 200: historyRow.array() } } }, async (request) => [...(await desk.history(request.params.id))]);

  claimRoutes(app, desk);
  decisionRoutes(app, desk);
}

function claimRoutes(app: App, desk: Desk): void {
  app.post('/api/cases/:id/claim', { onRequest: officer, schema: { summary: 'Take a case, or hold on to it', params: caseParams, response: { ...refusals, 200: caseView } } }, async (request) => {
    const { id } = request.params;
    return act(desk, id, async () => desk.claim(id, accountOf(request).id));
  });

  app.delete('/api/cases/:id/claim', { onRequest: officer, schema: { summary: 'Give a case back to the queue', params: caseParams, response: { ...refusals, 200: caseView } } }, async (request) => {
    const { id } = request.params;
    return act(desk, id, async () => desk.release(id, accountOf(request).id));
  });

  app.put('/api/cases/:id/plate', { onRequest: officer, schema: { summary: 'Correct the plate', params: caseParams, body: correctPlate, response: { ...refusals, 200: caseView } } }, async (request) => {
    const { id } = request.params;
    return act(desk, id, async () => desk.correctPlate(id, accountOf(request).id, plateText(request.body.plate)));
  });

  app.post('/api/cases/:id/owner', { onRequest: officer, schema: { summary: 'Look at the owner, with a purpose; the look is recorded', params: caseParams, body: lookAtOwner, response: { ...refusals, 200: ownerView } } }, async (request) => {
    const owner = await desk.lookAtOwner(request.params.id, accountOf(request).id, request.body.purpose);
    if (owner === null) throw new Refused('no_owner', 'the case has no matched owner');
    return owner;
  });
}

function decisionRoutes(app: App, desk: Desk): void {
  app.post('/api/cases/:id/confirm', { onRequest: officer, schema: { summary: 'Confirm the offence', params: caseParams, body: confirmCase, response: { ...refusals, 200: done } } }, async (request) => {
    const { id } = request.params;
    return act(desk, id, async () => desk.confirm(id, accountOf(request).id, plateText(request.body.plate)));
  });

  app.post('/api/cases/:id/dismiss', { onRequest: officer, schema: { summary: 'Dismiss with a coded reason', params: caseParams, body: dismissCase, response: { ...refusals, 200: done } } }, async (request) => {
    const { id } = request.params;
    const { reason, note } = request.body;
    return act(desk, id, async () => desk.dismiss(id, accountOf(request).id, reason, note));
  });

  app.post('/api/cases/:id/respond', { onRequest: officer, schema: { summary: 'Answer a contested case', params: caseParams, body: respondCase, response: { ...refusals, 200: done } } }, async (request) => {
    const { id } = request.params;
    const { outcome, reason } = request.body;
    return act(desk, id, async () => desk.respond(id, accountOf(request).id, outcome, reason));
  });
}
