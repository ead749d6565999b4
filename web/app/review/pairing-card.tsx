// Why the vehicle of the plate camera is the accused: place, time, class, colour, order, and how far the next best was.
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PairingFacts } from '../../../domain/pairing.ts';
import { pairingLines } from '../../words/pairing.ts';
import { useWords } from '../words.tsx';
import { Card, Line } from './card.tsx';

export function PairingCard({ pairing }: { readonly pairing: PairingFacts }): ReactNode {
  const { pick, language } = useWords();
  return (
    <Card title={pick('Ghép với camera biển số', 'Paired with the plate camera')} testId="pairing">
      {pairingLines(pairing, language).map(({ label, value, strong }) => <Line key={label[0]} label={pick(...label)} strong={strong === true}>{value}</Line>)}
      <Text size="xs" c="dimmed">{pick('So sánh ảnh "Camera biển số" với ảnh trước, sau: phải là cùng một xe.', 'Compare the plate camera\'s picture with those before and after: it must be the same vehicle.')}</Text>
    </Card>
  );
}
