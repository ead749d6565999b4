// One case on the review screen: taken when opened, held while open, given back when left, locked when lost.
import { useInterval } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseState } from '../../../domain/case.ts';
import { caseView, type CaseView, type Refusal } from '../../api/contract.ts';
import { call, caseUrl } from '../api.ts';
import { useAccount, useSession } from '../session.tsx';

const POLL_MS = 2500;
/** The lease is renewed long before it ends. */
const RENEW_MS = 45_000;
const WAITING: readonly CaseState[] = ['open', 'in_review', 'second_review'];
export const isWaiting = (state: CaseState): boolean => WAITING.includes(state);

export type Hold =
  | { readonly kind: 'taking' }
  | { readonly kind: 'mine' }
  /** Somebody else acts or acted, or the case no longer waits. */
  | { readonly kind: 'lost'; readonly by: string | null; readonly decided: boolean }
  | { readonly kind: 'closed' }
  | { readonly kind: 'first_officer' };

export type OpenCase = {
  readonly view: CaseView | null;
  readonly hold: Hold;
  readonly failure: Refusal | null;
  readonly put: (view: CaseView) => void;
  readonly refresh: () => Promise<void>;
  readonly take: () => Promise<void>;
};

/** What a fresh view means for this officer. */
export function holdOf(view: CaseView, me: string, wasMine: boolean): Hold {
  if (!isWaiting(view.state)) return view.decision !== null && view.decision.by !== me && wasMine ? { kind: 'lost', by: view.decision.by, decided: true } : { kind: 'closed' };
  if (view.claim !== null && view.claim.by !== me) return { kind: 'lost', by: view.claim.by, decided: false };
  if (view.state === 'second_review' && view.second?.asked_by === me) return { kind: 'first_officer' };
  return view.claim === null ? { kind: 'taking' } : { kind: 'mine' };
}

export function useCase(id: string): OpenCase {
  const me = useAccount().id;
  const { ended } = useSession();
  const [held, setHeld] = useState<{ readonly id: string; readonly view: CaseView; readonly hold: Hold } | null>(null);
  const [failure, setFailure] = useState<Refusal | null>(null);
  const mine = useRef(false);

  const put = useCallback((view: CaseView) => {
    const hold = holdOf(view, me, mine.current);
    if (hold.kind === 'mine') mine.current = true;
    setHeld({ id: view.id, view, hold });
  }, [me]);

  const refused = useCallback((refusal: Refusal) => {
    if (refusal.code === 'not_signed_in') ended();
    setFailure(refusal);
  }, [ended]);

  const refresh = useCallback(async () => {
    const answer = await call(caseView, 'GET', caseUrl(id));
    if (answer.ok) put(answer.value);
    else refused(answer.refusal);
  }, [id, put, refused]);

  const take = useCallback(async () => {
    const answer = await call(caseView, 'POST', caseUrl(id, '/claim'), {});
    if (answer.ok) put(answer.value);
    else await refresh();
  }, [id, put, refresh]);

  useLifetime(id, { take, refresh, mine });
  const current = held !== null && held.id === id ? held : null;
  const hold = current?.hold ?? { kind: 'taking' };
  // Free again, or matched only now: taken without a click.
  const free = current !== null && current.hold.kind === 'taking' && current.view.state !== 'open';
  useEffect(() => {
    if (free) void take();
  }, [free, take]);
  useRepeat(() => void refresh(), POLL_MS);
  useRepeat(() => void (hold.kind === 'mine' ? take() : undefined), RENEW_MS);
  return { view: current?.view ?? null, hold, failure: current === null ? failure : null, put, refresh, take };
}

type Lifetime = { readonly take: () => Promise<void>; readonly refresh: () => Promise<void>; readonly mine: { current: boolean } };

/** Taken on opening; given back on leaving, so that a colleague need not wait for the lease to end. */
function useLifetime(id: string, { take, refresh, mine }: Lifetime): void {
  useEffect(() => {
    mine.current = false;
    void open(id, take, refresh);
    return () => {
      if (mine.current) void fetch(caseUrl(id, '/claim'), { method: 'DELETE', credentials: 'same-origin', keepalive: true });
    };
  }, [id, take, refresh, mine]);
}

async function open(id: string, take: () => Promise<void>, refresh: () => Promise<void>): Promise<void> {
  const answer = await call(caseView, 'GET', caseUrl(id));
  const mayTake = answer.ok && isWaiting(answer.value.state) && answer.value.state !== 'open';
  await (mayTake ? take() : refresh());
}

function useRepeat(work: () => void, everyMs: number): void {
  const { start, stop } = useInterval(work, everyMs);
  useEffect(() => {
    start();
    return stop;
  }, [start, stop]);
}
