// The line over the pictures: which case, what is alleged, where, when, and whether it is real.
import { Group, Text, Title } from '@mantine/core';
import { IconClock, IconMapPin } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CaseView } from '../../api/contract.ts';
import { OFFENCE, VEHICLE } from '../../words/labels.ts';
import { DueMark, StateMark } from '../marks.tsx';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { isWaiting } from './use-case.ts';

export function Heading({ view }: { readonly view: CaseView }): ReactNode {
  const { w, pick } = useWords();
  return (
    <div className="heading">
      {view.synthetic && <div className="synthetic-band" data-testid="synthetic">{w('synthetic_long')}</div>}
      {view.screening_only && <div className="screening-band" data-testid="screening">{w('screening_only')}</div>}
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Group gap="sm" wrap="nowrap" align="baseline">
          <Title order={3} data-testid="offence">{pick(...OFFENCE[view.offence])}</Title>
          <Text fw={600} c="dimmed">{pick(...VEHICLE[view.vehicle])}</Text>
        </Group>
        <Group gap="xs" wrap="nowrap">
          {isWaiting(view.state) && <DueMark due={view.due_at} />}
          <StateMark state={view.state} />
          <Text size="sm" c="dimmed" className="digits" data-testid="case-number">{view.number}</Text>
        </Group>
      </Group>
      <Group gap="lg" c="dimmed">
        <Text size="sm"><IconClock size={14} className="inline-icon" /> <b className="digits">{whenText(view.at)}</b></Text>
        <Text size="sm"><IconMapPin size={14} className="inline-icon" /> {view.place} · {view.camera}</Text>
      </Group>
    </div>
  );
}
