// Other cases of the same plate about the same time: a second accusation of one act must not slip through.
import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { CaseView } from '../../api/contract.ts';
import { OFFENCE, STATE } from '../../words/labels.ts';
import { exactTime } from '../when.ts';
import { useWords } from '../words.tsx';
import { Card } from './card.tsx';

export function OthersCard({ view }: { readonly view: CaseView }): ReactNode {
  const { pick } = useWords();
  const twice = view.others.some(({ charges_same_act }) => charges_same_act);
  return (
    <Card title={pick('Cùng biển số, trong vòng 10 phút', 'Same plate, within 10 minutes')} tone={twice ? 'bad' : 'odd'} testId="others">
      {view.others.map(({ id, number, offence, state, camera, at, charges_same_act }) => (
        <Text key={id} size="sm" fw={charges_same_act ? 700 : 400}>
          <Anchor component={Link} to={`/review/${id}`} className="digits">{number}</Anchor> · {pick(...OFFENCE[offence])} · {camera} · <span className="digits">{exactTime(at)}</span> · {pick(...STATE[state])}
        </Text>
      ))}
    </Card>
  );
}
