// Says why a case could not be moved, from how it stands now.
import type { CaseState } from '../../domain/case.ts';
import { Refused } from '../../domain/errors.ts';
import type { CaseId, EpochMs, OfficerId } from '../../domain/units.ts';
import { caseById } from '../../prisma/cases.ts';
import type { Tx } from '../../prisma/client.ts';

/** The refusal to throw after a move found the case not as expected. */
export async function refusal(tx: Tx, id: CaseId, expected: readonly CaseState[], officer: OfficerId | null, at: EpochMs): Promise<Refused> {
  const now = await caseById(tx, id);
  if (now === null) return new Refused('not_found', `case ${id} does not exist`);
  if (expected.includes(now.state)) {
    const other = now.claimedBy !== null && now.claimedBy !== officer && (now.claimedUntil ?? at) > at;
    return other ? new Refused('claimed_by_other', `case ${id} is claimed by another officer`) : new Refused('already_decided', `case ${id} changed at the same moment; load it again`);
  }
  if (now.state === 'open') return new Refused('wrong_state', `case ${id} still waits for its owner to be looked up`);
  return new Refused('already_decided', `case ${id} is ${now.state}, expected ${expected.join(' or ')}`);
}
