// The decision: confirm, dismiss, or go on; each says beforehand why it may not be done.
import { Group, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { ERRORS, type ErrorCode } from '../../../domain/errors.ts';
import { queueView, type CaseView } from '../../api/contract.ts';
import { call } from '../api.ts';
import { useAccount } from '../session.tsx';
import { KeyButton } from '../shell.tsx';
import { tell } from '../tell.ts';
import { useWords } from '../words.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { DismissDialog } from './dismiss-dialog.tsx';
import { plateOf } from './case-parts.ts';
import { isWaiting, type OpenCase } from './use-case.ts';

/** Why the case cannot be confirmed as it stands; null where it can. */
export function obstacle(view: CaseView): ErrorCode | null {
  if (view.screening_only) return 'screening_only';
  if (view.match.kind !== 'matched' || plateOf(view) === null) return 'no_owner';
  if (view.law === null) return 'law_missing';
  if (view.others.some(({ charges_same_act }) => charges_same_act)) return 'already_charged';
  return view.state === 'in_review' || view.state === 'second_review' ? null : 'wrong_state';
}

/** Goes to the next waiting case after this one that nobody holds, or back to the queue. */
function useNext(id: string): () => Promise<void> {
  const go = useNavigate();
  const me = useAccount().id;
  const { w } = useWords();
  return async () => {
    const answer = await call(queueView, 'GET', '/api/queue?waiting=yes');
    const rows = answer.ok ? answer.value.rows : [];
    const here = rows.findIndex((row) => row.id === id);
    const others = [...rows.slice(here + 1), ...rows.slice(0, Math.max(0, here))];
    const next = others.find(({ id: other, claimed_by }) => other !== id && (claimed_by === null || claimed_by === me));
    if (next === undefined) tell('good', w('no_more'));
    await go(next === undefined ? '/' : `/review/${next.id}`);
  };
}

type Props = { readonly open: OpenCase; readonly view: CaseView; /** Both witnesses have stood on the screen. */ readonly looked: boolean; readonly setBusy: (busy: boolean) => void };

export function DecisionBar({ open, view, looked, setBusy }: Props): ReactNode {
  const { w, pick } = useWords();
  const next = useNext(view.id);
  const [dialog, setDialog] = useState<'confirm' | 'dismiss' | null>(null);
  const mine = open.hold.kind === 'mine';
  const refusal = obstacle(view);
  const why = refusal !== null ? pick(ERRORS[refusal].vi, ERRORS[refusal].en) : looked ? null : w('look_first');
  const show = (wanted: 'confirm' | 'dismiss' | null): void => {
    setDialog(wanted);
    setBusy(wanted !== null);
  };
  const free = dialog === null;
  useHotkeys([['c', () => free && mine && why === null && show('confirm')], ['d', () => free && mine && show('dismiss')], ['n', () => void (free && next())]]);
  const finished = (): void => {
    show(null);
    void next();
  };
  const failed = (): void => {
    show(null);
    void open.refresh();
  };
  return (
    <footer className="decision" data-testid="decision-bar">
      {isWaiting(view.state) && mine && (
        <Group grow gap="xs">
          <Tooltip label={why ?? ''} disabled={why === null}>
            <div><KeyButton k="C" fullWidth size="md" color="red.8" disabled={why !== null} onClick={() => show('confirm')} data-testid="confirm">{w('confirm')}</KeyButton></div>
          </Tooltip>
          <KeyButton k="D" size="md" variant="default" onClick={() => show('dismiss')} data-testid="dismiss">{w('dismiss')}</KeyButton>
        </Group>
      )}
      {isWaiting(view.state) && mine && why !== null && <p className="obstacle" data-testid="obstacle">{why}</p>}
      <KeyButton k="N" fullWidth variant={mine ? 'subtle' : 'filled'} size="sm" mt={6} onClick={() => void next()} data-testid="next">{w('next')}</KeyButton>
      {dialog === 'confirm' && <ConfirmDialog view={view} close={() => show(null)} finished={finished} failed={failed} />}
      {dialog === 'dismiss' && <DismissDialog view={view} close={() => show(null)} finished={finished} failed={failed} />}
    </footer>
  );
}
