// Notices that did not get through: what the system still tries, what an officer has tried again, and paper to print and post.
import { Badge, Button, Group, Table, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { ERRORS } from '../../../domain/errors.ts';
import { done, undelivered, type Undelivered } from '../../api/contract.ts';
import { CHANNEL } from '../../words/labels.ts';
import { call, caseUrl } from '../api.ts';
import { usePolled } from '../polled.ts';
import { tell } from '../tell.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { PostedDialog } from './posted-dialog.tsx';

const POLL_MS = 10_000;
const rows = undelivered.array();
const keyOf = ({ case: id, channel }: Undelivered): string => `${id} ${channel}`;

export function DeliveriesPage(): ReactNode {
  const { w } = useWords();
  const waiting = usePolled(rows, '/api/deliveries', POLL_MS);
  /** Handled since the list was fetched: gone at once, not at the next poll. */
  const [handled, setHandled] = useState<readonly string[]>([]);
  const shown = waiting?.filter((row) => !handled.includes(`${keyOf(row)} ${row.attempts}`)) ?? null;
  const forget = (row: Undelivered): void => setHandled((before) => [...before, `${keyOf(row)} ${row.attempts}`]);
  return (
    <div className="page">
      <Title order={2} mb="md">{w('nav_deliveries')}</Title>
      {shown?.length === 0 ? <div className="empty"><Text size="lg">{w('deliveries_empty')}</Text></div> : (
        <div className="card">
          <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead><Table.Tr><Table.Th>{w('case_number')}</Table.Th><Table.Th>{w('notice')}</Table.Th><Table.Th>{w('deliveries')}</Table.Th><Table.Th>{w('time')}</Table.Th><Table.Th /><Table.Th /></Table.Tr></Table.Thead>
            <Table.Tbody>{shown?.map((row) => <Row key={keyOf(row)} row={row} handled={() => forget(row)} />)}</Table.Tbody>
          </Table>
        </div>
      )}
    </div>
  );
}

type RowProps = { readonly row: Undelivered; readonly handled: () => void };

function Row({ row, handled }: RowProps): ReactNode {
  const { w, pick } = useWords();
  const go = useNavigate();
  const why = (code: string): string => {
    const entry = Object.entries(ERRORS).find(([key]) => key === code)?.[1];
    return entry === undefined ? code : pick(entry.vi, entry.en);
  };
  return (
    <Table.Tr className="case-row" onClick={() => void go(`/review/${row.case}`)} data-testid="undelivered-row" data-case={row.case} data-channel={row.channel}>
      <Table.Td fw={600}>{row.case_number}</Table.Td>
      <Table.Td>{row.notice_number}</Table.Td>
      <Table.Td>{pick(...CHANNEL[row.channel])}{row.code !== null && <Text span size="xs" c="dimmed"> {row.attempts} {w('attempts')} · {why(row.code)}</Text>}</Table.Td>
      <Table.Td className="digits">{whenText(row.at)}</Table.Td>
      <Table.Td><Badge variant="light" tt="none" color={row.code === null ? 'navy' : row.final ? 'red' : 'yellow'}>{w(row.code === null ? 'to_post' : row.final ? 'needs_person' : 'will_retry')}</Badge></Table.Td>
      <Table.Td onClick={(event) => event.stopPropagation()}>
        {row.channel === 'paper' ? <PaperActs row={row} handled={handled} /> : row.final && <RetryAct row={row} handled={handled} />}
      </Table.Td>
    </Table.Tr>
  );
}

function RetryAct({ row, handled }: RowProps): ReactNode {
  const { w, refused } = useWords();
  const [busy, setBusy] = useState(false);
  const again = async (): Promise<void> => {
    setBusy(true);
    const answer = await call(done, 'POST', caseUrl(row.case, `/deliveries/${row.channel}/retry`));
    setBusy(false);
    tell(answer.ok ? 'good' : 'bad', answer.ok ? w('delivering_again') : refused(answer.refusal));
    if (answer.ok) handled();
  };
  return <Button size="compact-sm" variant="light" loading={busy} onClick={() => void again()} data-testid="deliver-again">{w('deliver_again')}</Button>;
}

function PaperActs({ row, handled }: RowProps): ReactNode {
  const { w } = useWords();
  const [open, setOpen] = useState(false);
  const close = (posted: boolean): void => {
    setOpen(false);
    if (posted) handled();
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <Button component="a" size="compact-sm" variant="default" href={caseUrl(row.case, '/notice.pdf')} target="_blank" rel="noreferrer" data-testid="print-notice">{w('print_notice')}</Button>
      <Button size="compact-sm" variant="light" onClick={() => setOpen(true)} data-testid="posted">{w('posted')}</Button>
      {open && <PostedDialog row={row} close={close} />}
    </Group>
  );
}
