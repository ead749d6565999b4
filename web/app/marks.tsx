// Small signs that mean the same on every screen: states, number plates, synthetic data, time left.
import { Badge, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaseState } from '../../domain/case.ts';
import { displayPlate } from '../../domain/plate.ts';
import { plateText } from '../../domain/units.ts';
import { STATE } from '../words/labels.ts';
import { leftUntil } from './when.ts';
import { useWords } from './words.tsx';

const STATE_COLOUR: Readonly<Record<CaseState, string>> = {
  open: 'gray', in_review: 'blue', second_review: 'grape', dismissed: 'gray', confirmed: 'teal', noticed: 'green', contested: 'orange', settled: 'green', withdrawn: 'gray',
};

export function StateMark({ state }: { readonly state: CaseState }): ReactNode {
  const { pick } = useWords();
  const [vi, en] = STATE[state];
  return <Badge variant="light" color={STATE_COLOUR[state]} tt="none" fw={600} data-testid="state" data-state={state}>{pick(vi, en)}</Badge>;
}

export function PlateMark({ plate, colour = 'white', size = 'md' }: { readonly plate: string | null; readonly colour?: string; readonly size?: 'md' | 'lg' }): ReactNode {
  if (plate === null) return <span className={`plate plate-none plate-${size}`}>— ? —</span>;
  return <span className={`plate plate-${colour} plate-${size}`} data-plate={plate}>{displayPlate(plateText(plate))}</span>;
}

export function SyntheticMark(): ReactNode {
  const { w } = useWords();
  return <Tooltip label={w('synthetic_long')}><span className="synthetic-mark" data-testid="synthetic">{w('synthetic')}</span></Tooltip>;
}

export function DueMark({ due }: { readonly due: string }): ReactNode {
  const { w, language } = useWords();
  const { text, urgency } = leftUntil(due, language);
  return <Tooltip label={w('due_hint')}><span className={`due due-${urgency}`}>{text}</span></Tooltip>;
}
