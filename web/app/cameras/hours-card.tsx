// What the camera counted by the hour: vehicles that passed, doubts, results for screening, cases.
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { HourView } from '../../api/cameras-contract.ts';
import { Card } from '../review/card.tsx';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { HOURS } from './words.ts';

export function HoursCard({ hours }: { readonly hours: readonly HourView[] }): ReactNode {
  const { t } = useWords();
  if (hours.length === 0) return null;
  return (
    <Card title={t(HOURS.title)} testId="hours">
      <Table className="digits" verticalSpacing={2} fz="xs">
        <Table.Thead><Table.Tr>{[HOURS.hour, HOURS.vehicles, HOURS.accused, HOURS.screened, HOURS.voids].map((text) => <Table.Th key={text[1]}>{t(text)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {hours.map(({ at, vehicles, accused, screened, voids }) => (
            <Table.Tr key={at} data-testid="hour"><Table.Td>{whenText(at).slice(0, 5)} {whenText(at).slice(9, 14)}</Table.Td><Table.Td>{vehicles}</Table.Td><Table.Td>{accused}</Table.Td><Table.Td>{screened}</Table.Td><Table.Td>{voids}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
