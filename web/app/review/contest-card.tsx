// What the owner says against the notice, and the officer's answer: uphold or withdraw.
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { done, type CaseView } from '../../api/contract.ts';
import { contestText } from '../../words/labels.ts';
import { call, caseUrl } from '../api.ts';
import { tell } from '../tell.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { Card } from './card.tsx';

export function ContestCard({ view, refresh }: { readonly view: CaseView; readonly refresh: () => Promise<void> }): ReactNode {
  const { w, pick } = useWords();
  return (
    <Card title={w('contest')} tone={view.state === 'contested' ? 'odd' : 'plain'} testId="contest">
      {view.contests.map(({ id, reason, text, at, answer }) => (
        <div key={id} className="contest">
          <Text size="sm" fw={600}>{pick(...contestText(reason))}</Text>
          <Text size="sm" className="said">{text}</Text>
          <Text size="xs" c="dimmed">{whenText(at)}</Text>
          {answer !== null && <Text size="sm">{w('answered')}: {answer}</Text>}
        </div>
      ))}
      {view.state === 'contested' && <Answer id={view.id} refresh={refresh} />}
    </Card>
  );
}

function Answer({ id, refresh }: { readonly id: string; readonly refresh: () => Promise<void> }): ReactNode {
  const { w, refused } = useWords();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (outcome: 'uphold' | 'withdraw'): Promise<void> => {
    setBusy(true);
    const answer = await call(done, 'POST', caseUrl(id, '/respond'), { outcome, reason });
    setBusy(false);
    tell(answer.ok ? 'good' : 'bad', answer.ok ? w(outcome) : refused(answer.refusal));
    await refresh();
  };
  const ready = reason.trim().length >= 10 && !busy;
  return (
    <>
      <Textarea size="sm" autosize minRows={2} label={w('answer')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-testid="contest-answer" />
      <Group grow mt={6}>
        <Button size="xs" variant="light" disabled={!ready} onClick={() => void send('uphold')} data-testid="uphold">{w('uphold')}</Button>
        <Button size="xs" color="orange" variant="light" disabled={!ready} onClick={() => void send('withdraw')} data-testid="withdraw">{w('withdraw')}</Button>
      </Group>
    </>
  );
}
