// The officer's queue: what waits, oldest first, kept fresh by itself.
import { useHotkeys } from '@mantine/hooks';
import { Group, Text, Title } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { queueView, type QueueQuery, type QueueRow } from '../../api/contract.ts';
import { usePolled } from '../polled.ts';
import { useAccount } from '../session.tsx';
import { KeyButton } from '../shell.tsx';
import { useWords } from '../words.tsx';
import { CaseTable } from './case-table.tsx';
import { CaseFilters, queryText } from './case-filters.tsx';

const POLL_MS = 4000;

/** The first case that nobody else is looking at. */
export const firstFree = (rows: readonly QueueRow[], me: string): QueueRow | undefined => rows.find(({ claimed_by }) => claimed_by === null || claimed_by === me);

export function QueuePage(): ReactNode {
  const { w } = useWords();
  const me = useAccount();
  const go = useNavigate();
  const [query, setQuery] = useState<QueueQuery>({ waiting: 'yes' });
  const view = usePolled(queueView, `/api/queue?${queryText(query)}`, POLL_MS);
  const next = firstFree(view?.rows ?? [], me.id);
  const start = (): void => {
    if (next !== undefined) void go(`/review/${next.id}`);
  };
  useHotkeys([['n', start]]);
  return (
    <div className="page">
      <Group justify="space-between" align="flex-end" mb="md">
        <div>
          <Title order={2}>{w('nav_queue')}</Title>
          <Text c="dimmed"><b data-testid="waiting-count">{view?.rows.length ?? '…'}</b> {w('waiting_cases')} · <span className="live">{w('live')}</span></Text>
        </div>
        <KeyButton k="N" size="md" onClick={start} disabled={next === undefined} data-testid="start">{w('start')}</KeyButton>
      </Group>
      <CaseFilters query={query} setQuery={setQuery} cameras={view?.cameras ?? []} waitingOnly />
      {view !== null && view.rows.length === 0 ? <Empty /> : <CaseTable rows={view?.rows ?? null} open={(id) => void go(`/review/${id}`)} />}
    </div>
  );
}

function Empty(): ReactNode {
  const { w } = useWords();
  return <div className="empty" data-testid="queue-empty"><IconChecks size={44} stroke={1.3} /><Text size="lg">{w('queue_empty')}</Text></div>;
}
