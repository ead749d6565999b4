// Tells that the printed notice was handed to the post: the day, and the number of the receipt.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { systemClock, vietnamDay } from '../../../domain/clock.ts';
import { done, type Undelivered } from '../../api/contract.ts';
import { call, caseUrl } from '../api.ts';
import { tell } from '../tell.ts';
import { useWords } from '../words.tsx';

/** The shortest number that a post office's receipt has. */
const LEAST_NUMBER = 5;

export function PostedDialog({ row, close }: { readonly row: Undelivered; readonly close: (posted: boolean) => void }): ReactNode {
  const { w, refused } = useWords();
  const today = vietnamDay(systemClock.now());
  const [postedOn, setPostedOn] = useState(today);
  const [number, setNumber] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    const answer = await call(done, 'POST', caseUrl(row.case, '/deliveries/paper/posted'), { post_number: number, posted_on: postedOn });
    setBusy(false);
    tell(answer.ok ? 'good' : 'bad', answer.ok ? w('posted_done') : refused(answer.refusal));
    if (answer.ok) close(true);
  };
  const ready = number.trim().length >= LEAST_NUMBER && postedOn !== '';
  return (
    <Modal opened onClose={() => close(false)} title={<Text fw={700} size="lg">{w('posted_title')}</Text>} centered lockScroll={false} transitionProps={{ duration: 80 }} data-testid="posted-dialog">
      <Stack gap="sm">
        <Text size="sm">{w('notice')} {row.notice_number} · {row.case_number}</Text>
        <TextInput type="date" label={w('posted_on')} value={postedOn} max={today} onChange={(event) => setPostedOn(event.currentTarget.value)} data-testid="posted-on" />
        <TextInput label={w('post_number')} value={number} maxLength={40} onChange={(event) => setNumber(event.currentTarget.value)} data-autofocus data-testid="post-number" />
        <Text size="xs" c="dimmed">{w('posted_what')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => close(false)}>{w('cancel')}</Button>
          <Button onClick={() => void send()} disabled={!ready} loading={busy} data-testid="posted-yes">{w('posted')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
