// Dismisses a case with a coded reason, by one key each.
import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { DISMISS_REASONS, type DismissReason } from '../../../domain/case.ts';
import { done } from '../../api/contract.ts';
import { DISMISS } from '../../words/labels.ts';
import { call, caseUrl } from '../api.ts';
import { tell } from '../tell.ts';
import { useWords } from '../words.tsx';
import type { DialogProps } from './confirm-dialog.tsx';

const isReason = (key: string): key is DismissReason => Object.hasOwn(DISMISS_REASONS, key);
/** As they lie beside one another on the keyboard. */
const KEYS = [...'1234567890-'];
const REASONS = Object.keys(DISMISS_REASONS).filter(isReason).map((reason, index) => ({ reason, key: KEYS[index] ?? '' }));

export function DismissDialog({ view, close, finished, failed }: DialogProps): ReactNode {
  const { w, pick, refused } = useWords();
  const [reason, setReason] = useState<DismissReason | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  useHotkeys(REASONS.map((each): [string, () => void] => [each.key, () => setReason(each.reason)]), ['TEXTAREA']);
  const ready = reason !== null && (reason !== 'other' || note.trim() !== '');
  const dismiss = async (): Promise<void> => {
    setBusy(true);
    const answer = await call(done, 'POST', caseUrl(view.id, '/dismiss'), { reason, note });
    tell(answer.ok ? 'good' : 'bad', answer.ok ? w('done_dismissed') : refused(answer.refusal));
    return answer.ok ? finished() : failed();
  };
  // Enter on a focused button is that button's own.
  useHotkeys([['Enter', () => void (ready && !busy && dismiss())]], ['TEXTAREA', 'BUTTON']);
  return (
    <Modal opened onClose={close} title={<Text fw={700} size="lg">{w('dismiss_title')}</Text>} size="md" centered lockScroll={false} transitionProps={{ duration: 80 }} data-testid="dismiss-dialog">
      <Radio.Group value={reason} onChange={(value) => setReason(isReason(value) ? value : null)} label={w('dismiss_reason')}>
        <Stack gap={7} mt="xs">
          {REASONS.map(({ reason: each, key }, index) => <Radio key={each} value={each} label={<>{pick(...DISMISS[each])} <kbd className="key key-light">{key}</kbd></>} data-testid={`reason-${each}`} {...(index === 0 ? { 'data-autofocus': true } : {})} />)}
        </Stack>
      </Radio.Group>
      <Textarea mt="sm" label={w('dismiss_note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={2} maxLength={1000} data-testid="dismiss-note" />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>{w('cancel')} <kbd className="key key-light">Esc</kbd></Button>
        <Button onClick={() => void dismiss()} disabled={!ready} loading={busy} data-testid="dismiss-yes">{w('dismiss')} <kbd className="key">Enter</kbd></Button>
      </Group>
    </Modal>
  );
}
