// What was measured, in words and numbers.
import type { ReactNode } from 'react';
import type { CaseView } from '../../api/contract.ts';
import { factLines } from '../../words/facts.ts';
import { exactTime } from '../when.ts';
import { useWords } from '../words.tsx';
import { Card, Line } from './card.tsx';

export function FactsCard({ view }: { readonly view: CaseView }): ReactNode {
  const { w, pick, language } = useWords();
  return (
    <Card title={w('facts')} testId="facts">
      {factLines(view.facts, language).map(({ label, value, strong }) => <Line key={label[0]} label={pick(...label)} strong={strong === true}>{value}</Line>)}
      <Line label={pick('Thời điểm hành vi', 'Moment of the act')}>{exactTime(view.at)} ± {Math.round(view.clock_error_ms)} ms</Line>
    </Card>
  );
}
