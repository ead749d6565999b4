// All cases, whatever their state, found by state, offence, camera or plate.
import { Group, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { queueView, type QueueQuery } from '../../api/contract.ts';
import { usePolled } from '../polled.ts';
import { CaseFilters, queryText } from '../queue/case-filters.tsx';
import { CaseTable } from '../queue/case-table.tsx';
import { useWords } from '../words.tsx';

const POLL_MS = 10_000;

export function CasesPage(): ReactNode {
  const { w } = useWords();
  const go = useNavigate();
  const [query, setQuery] = useState<QueueQuery>({});
  const view = usePolled(queueView, `/api/queue?${queryText(query)}`, POLL_MS);
  return (
    <div className="page">
      <Group justify="space-between" mb="md"><Title order={2}>{w('nav_cases')}</Title><Text c="dimmed">{view?.rows.length ?? '…'} {w('shown_of')}</Text></Group>
      <CaseFilters query={query} setQuery={setQuery} cameras={view?.cameras ?? []} />
      <CaseTable rows={view?.rows ?? null} open={(id) => void go(`/review/${id}`)} />
    </div>
  );
}
