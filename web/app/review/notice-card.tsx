// The notice that came of the case, and how its delivery goes.
import { Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaseView } from '../../api/contract.ts';
import { CHANNEL } from '../../words/labels.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { Card, Line } from './card.tsx';

const COLOUR: Readonly<Record<string, string>> = { queued: 'gray', accepted: 'teal', read: 'green', failed: 'red' };
const STATE_TEXT: Readonly<Record<string, readonly [string, string]>> = { queued: ['đang gửi', 'sending'], accepted: ['đã nhận', 'accepted'], read: ['đã đọc', 'read'], failed: ['lỗi', 'failed'] };

export function NoticeCard({ view }: { readonly view: CaseView }): ReactNode {
  const { w, pick } = useWords();
  if (view.notice === null) return null;
  return (
    <Card title={w('notice')} testId="notice">
      <Line label={pick('Số', 'Number')} strong>{view.notice.number}</Line>
      <Line label={pick('Ngày lập', 'Issued')}>{whenText(view.notice.issued_at)}</Line>
      <Line label={pick('Hạn trả lời', 'Respond by')}>{whenText(view.notice.respond_by)}</Line>
      {view.deliveries.map(({ channel, state, attempts, at, receipt, code }) => (
        <Group key={channel} justify="space-between" data-testid={`delivery-${channel}`}>
          <Text size="sm">{pick(...CHANNEL[channel])}</Text>
          <Text size="xs" c="dimmed">{channel === 'paper' && at !== null && receipt !== null ? `${whenText(at).slice(-10)} · ${receipt}` : `${attempts} ${w('attempts')}${code === null ? '' : ` · ${code}`}`}</Text>
          <Badge variant="light" tt="none" color={COLOUR[state] ?? 'gray'}>{pick(...(STATE_TEXT[state] ?? [state, state]))}</Badge>
        </Group>
      ))}
    </Card>
  );
}
