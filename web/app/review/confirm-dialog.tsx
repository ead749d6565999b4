// The last question before a person is accused: vehicle, plate, act, article, band, and what will happen.
import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { IconMail, IconUsers } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { done, type CaseView } from '../../api/contract.ts';
import { OFFENCE, VEHICLE } from '../../words/labels.ts';
import { call, caseUrl } from '../api.ts';
import { PlateMark } from '../marks.tsx';
import { tell } from '../tell.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { Line } from './card.tsx';
import { band } from './law-card.tsx';
import { plateOf } from './case-parts.ts';

export type DialogProps = { readonly view: CaseView; readonly close: () => void; readonly finished: () => void; readonly failed: () => void };

export function ConfirmDialog({ view, close, finished, failed }: DialogProps): ReactNode {
  const { w, refused } = useWords();
  const [busy, setBusy] = useState(false);
  // The plate that the officer saw when the question was put; the server refuses any other.
  const [plate] = useState(plateOf(view));
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const answer = await call(done, 'POST', caseUrl(view.id, '/confirm'), { plate });
    if (!answer.ok) {
      tell('bad', refused(answer.refusal));
      return failed();
    }
    tell('good', w(answer.value.state === 'second_review' ? 'done_second' : 'done_confirmed'));
    finished();
  };
  return (
    <Modal opened onClose={close} title={<Text fw={700} size="lg">{w('confirm_title')}</Text>} size="lg" centered lockScroll={false} transitionProps={{ duration: 80 }} data-testid="confirm-dialog">
      <Accusation view={view} plate={plate} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-testid="confirm-no">{w('cancel')} <kbd className="key key-light">Esc</kbd></Button>
        <Button color="red.8" onClick={() => void confirm()} loading={busy} data-autofocus data-testid="confirm-yes">{w('confirm_yes')} <kbd className="key">Enter</kbd></Button>
      </Group>
    </Modal>
  );
}

function Accusation({ view, plate }: { readonly view: CaseView; readonly plate: string | null }): ReactNode {
  const { w, pick } = useWords();
  const repaired = view.plate_corrected === null && (view.plate?.repaired.length ?? 0) > 0 && view.state === 'in_review';
  return (
    <>
      <Group gap="lg" mb="sm"><PlateMark plate={plate} colour={view.plate?.colour ?? 'white'} size="lg" /><Text fw={600} size="lg">{pick(...VEHICLE[view.vehicle])}</Text></Group>
      <Line label={w('offence')} strong>{pick(...OFFENCE[view.offence])}</Line>
      <Line label={w('time')}>{whenText(view.at)}</Line>
      <Line label={w('place')}>{view.place}</Line>
      {view.law !== null && <Line label={w('law')}>{view.law.reference}, {view.law.decree}</Line>}
      {view.law !== null && <Line label={w('band')}>{band(view.law)}</Line>}
      {repaired && <Alert mt="sm" color="orange" icon={<IconUsers />}>{w('confirm_repaired')}</Alert>}
      <Alert mt="sm" color="blue" icon={<IconMail />}><b>{w('confirm_what')}</b> {w('confirm_no_money')}</Alert>
      {view.synthetic && <div className="synthetic-band">{w('synthetic_long')}</div>}
    </>
  );
}
