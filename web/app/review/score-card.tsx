// The machine's own scores, closed until asked for: the officer judges the pictures first.
import { Collapse, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { CaseView } from '../../api/contract.ts';
import { useWords } from '../words.tsx';
import { Line } from './card.tsx';

export function ScoreCard({ view }: { readonly view: CaseView }): ReactNode {
  const { w } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <section className="rcard rcard-score" data-testid="score">
      <UnstyledButton onClick={() => setOpen(!open)} className="score-head" aria-expanded={open} data-testid="score-toggle">
        <h4>{w('model_score')}</h4><Text size="xs" c="dimmed">{w('model_hint')}</Text><IconChevronDown size={16} className={open ? 'turned' : ''} />
      </UnstyledButton>
      <Collapse expanded={open}>
        {view.plate !== null && <Line label={w('votes')}>{view.plate.support} / {view.plate.total}</Line>}
        {view.plate !== null && <Line label={w('weakest')}>{Math.round(view.plate.score * 100)} %</Line>}
        {view.models.map(({ name, sha256 }) => <Line key={name} label={`${w('models')}: ${name}`}><code>{sha256.slice(0, 12)}</code></Line>)}
        <Line label="rules">{view.rules}</Line>
        <Line label={w('evidence_hash')}><code>{view.evidence.sha256.slice(0, 16)}</code></Line>
      </Collapse>
    </section>
  );
}
