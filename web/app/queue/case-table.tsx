// A list of cases as a table; a row opens its case.
import { Badge, Skeleton, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { QueueRow } from '../../api/contract.ts';
import { OFFENCE, VEHICLE } from '../../words/labels.ts';
import { DueMark, PlateMark, StateMark, SyntheticMark } from '../marks.tsx';
import { useAccount } from '../session.tsx';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';

export function CaseTable({ rows, open }: { readonly rows: readonly QueueRow[] | null; readonly open: (id: string) => void }): ReactNode {
  const { w } = useWords();
  if (rows === null) return <Skeleton h={300} radius="md" />;
  return (
    <Table.ScrollContainer minWidth={900} className="card">
      <Table highlightOnHover verticalSpacing={9} horizontalSpacing="md" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{w('case_number')}</Table.Th><Table.Th>{w('offence')}</Table.Th><Table.Th>{w('plate')}</Table.Th><Table.Th>{w('place')}</Table.Th>
            <Table.Th>{w('time')}</Table.Th><Table.Th>{w('due')}</Table.Th><Table.Th>{w('state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{rows.map((row) => <Row key={row.id} row={row} open={open} />)}</Table.Tbody>
      </Table>
      {rows.length === 0 && <Text c="dimmed" ta="center" p="xl">{w('none_found')}</Text>}
    </Table.ScrollContainer>
  );
}

function Row({ row, open }: { readonly row: QueueRow; readonly open: (id: string) => void }): ReactNode {
  const { w, pick } = useWords();
  const me = useAccount();
  const busy = row.claimed_by !== null && row.claimed_by !== me.id;
  return (
    <Table.Tr className={`case-row${busy ? ' case-busy' : ''}`} onClick={() => open(row.id)} tabIndex={0} onKeyDown={(event) => { if (event.key === 'Enter') { event.stopPropagation(); open(row.id); } }} data-testid="case-row" data-case={row.id}>
      <Table.Td><Text fw={600} size="sm">{row.number}</Text>{row.synthetic && <SyntheticMark />}</Table.Td>
      <Table.Td><Text size="sm" fw={600}>{pick(...OFFENCE[row.offence])}</Text><Text size="xs" c="dimmed">{pick(...VEHICLE[row.vehicle])}{row.screening_only ? ` · ${w('screening_only')}` : ''}</Text></Table.Td>
      <Table.Td><PlateMark plate={row.plate} /></Table.Td>
      <Table.Td><Text size="sm">{row.place}</Text><Text size="xs" c="dimmed">{row.camera}</Text></Table.Td>
      <Table.Td><Text size="sm" className="digits">{whenText(row.at)}</Text></Table.Td>
      <Table.Td>{row.decided_by === null ? <DueMark due={row.due_at} /> : '—'}</Table.Td>
      <Table.Td><StateMark state={row.state} />{row.claimed_by !== null && <Badge ml={6} variant="dot" color={busy ? 'orange' : 'teal'} tt="none" data-testid="claimed">{busy ? row.claimed_by : w('you')} {w('reviewing')}</Badge>}</Table.Td>
    </Table.Tr>
  );
}
