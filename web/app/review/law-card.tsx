// The article and the band of the fine in force on the day of the act.
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { LawView } from '../../api/contract.ts';
import { useWords } from '../words.tsx';
import { Card, Line } from './card.tsx';

export const vnd = (amount: number): string => `${amount.toLocaleString('vi-VN')} đ`;
export const band = (law: LawView): string => `${vnd(law.min_vnd)} – ${vnd(law.max_vnd)}`;

export function LawCard({ law }: { readonly law: LawView | null }): ReactNode {
  const { w } = useWords();
  return (
    <Card title={w('law')} tone={law === null ? 'bad' : 'plain'} testId="law">
      {law === null ? <Text size="sm">{w('law_none')}</Text> : (
        <>
          <Text size="sm">{law.text}</Text>
          <Text size="sm" c="dimmed">{law.reference} · {law.decree}</Text>
          <Line label={w('band')}>{band(law)}</Line>
          {law.points !== null && law.points > 0 && <Line label={w('points')}>{law.points}</Line>}
        </>
      )}
    </Card>
  );
}
