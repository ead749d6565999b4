// Notices that did not get through: what the system still tries, and what a person must handle.
import { Badge, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { ERRORS } from '../../../domain/errors.ts';
import { failedDelivery } from '../../api/contract.ts';
import { CHANNEL } from '../../words/labels.ts';
import { usePolled } from '../polled.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';

const POLL_MS = 10_000;
const rows = failedDelivery.array();

export function DeliveriesPage(): ReactNode {
  const { w, pick } = useWords();
  const go = useNavigate();
  const failed = usePolled(rows, '/api/deliveries/failed', POLL_MS);
  const why = (code: string): string => {
    const entry = Object.entries(ERRORS).find(([key]) => key === code)?.[1];
    return entry === undefined ? code : pick(entry.vi, entry.en);
  };
  return (
    <div className="page">
      <Title order={2} mb="md">{w('nav_deliveries')}</Title>
      {failed?.length === 0 ? <div className="empty"><Text size="lg">{w('deliveries_empty')}</Text></div> : (
        <div className="card">
          <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead><Table.Tr><Table.Th>{w('case_number')}</Table.Th><Table.Th>{w('notice')}</Table.Th><Table.Th>{w('deliveries')}</Table.Th><Table.Th>{w('time')}</Table.Th><Table.Th /></Table.Tr></Table.Thead>
            <Table.Tbody>
              {failed?.map((row) => (
                <Table.Tr key={`${row.notice_number} ${row.channel}`} className="case-row" onClick={() => void go(`/review/${row.case}`)} data-testid="failed-row">
                  <Table.Td fw={600}>{row.case_number}</Table.Td>
                  <Table.Td>{row.notice_number}</Table.Td>
                  <Table.Td>{pick(...CHANNEL[row.channel])} <Text span size="xs" c="dimmed">{row.attempts} {w('attempts')} · {why(row.code)}</Text></Table.Td>
                  <Table.Td className="digits">{whenText(row.at)}</Table.Td>
                  <Table.Td><Badge variant="light" tt="none" color={row.final ? 'red' : 'yellow'}>{w(row.final ? 'needs_person' : 'will_retry')}</Badge></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </div>
  );
}
