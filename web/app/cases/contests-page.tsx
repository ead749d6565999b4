// Contested cases that await an officer's answer, oldest first.
import { Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { contestRow } from '../../api/contract.ts';
import { contestText, OFFENCE } from '../../words/labels.ts';
import { SyntheticMark } from '../marks.tsx';
import { usePolled } from '../polled.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';

const POLL_MS = 10_000;
const rows = contestRow.array();

export function ContestsPage(): ReactNode {
  const { w, pick } = useWords();
  const go = useNavigate();
  const contests = usePolled(rows, '/api/contests', POLL_MS);
  return (
    <div className="page">
      <Title order={2} mb="md">{w('nav_contests')}</Title>
      {contests?.length === 0 ? <div className="empty"><Text size="lg">{w('contests_empty')}</Text></div> : (
        <div className="card">
          <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead><Table.Tr><Table.Th>{w('case_number')}</Table.Th><Table.Th>{w('offence')}</Table.Th><Table.Th>{w('contest')}</Table.Th><Table.Th>{w('time')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {contests?.map((contest) => (
                <Table.Tr key={contest.case} className="case-row" onClick={() => void go(`/review/${contest.case}`)} data-testid="contest-row" data-case={contest.case}>
                  <Table.Td><Text size="sm" fw={600}>{contest.case_number}</Text>{contest.synthetic && <SyntheticMark />}</Table.Td>
                  <Table.Td>{pick(...OFFENCE[contest.offence])}</Table.Td>
                  <Table.Td>{pick(...contestText(contest.reason))}</Table.Td>
                  <Table.Td className="digits">{whenText(contest.at)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </div>
  );
}
