// Says in words who acted first when the case is not this officer's to decide.
import { Alert } from '@mantine/core';
import { IconLock, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CaseView } from '../../api/contract.ts';
import { secondText } from '../../words/labels.ts';
import { useWords } from '../words.tsx';
import { whenText } from '../when.ts';
import type { OpenCase } from './use-case.ts';

export function HoldBanner({ open: { hold }, view }: { readonly open: OpenCase; readonly view: CaseView }): ReactNode {
  const { w, pick } = useWords();
  if (hold.kind === 'lost') {
    return (
      <Alert color="red" variant="filled" icon={<IconLock />} title={w('lost_title')} data-testid="lost">
        <b data-testid="lost-by">{hold.by ?? w('lost_somebody')}</b> {w(hold.decided ? 'lost_decided' : 'lost_reviewing')}
      </Alert>
    );
  }
  if (view.decision !== null) {
    const { by, at, outcome } = view.decision;
    return <Alert color="gray" icon={<IconLock />} data-testid="decided"><b>{by}</b> {w(outcome === 'confirm' ? 'decided_confirm' : 'decided_dismiss')} · {whenText(at)}</Alert>;
  }
  if (view.second !== null) {
    return <Alert color="grape" icon={<IconUsers />} title={w('second_wanted')} data-testid="second">{pick(...secondText(view.second.why))} · {w('asked_by')}: <b>{view.second.asked_by}</b></Alert>;
  }
  return null;
}
