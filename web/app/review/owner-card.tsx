// What the register says of the plate; the owner's name only after a recorded look with its purpose.
import { Alert, Button, List, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconEye } from '@tabler/icons-react';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { displayPlate } from '../../../domain/plate.ts';
import { plateText } from '../../../domain/units.ts';
import { ownerView, type CaseView, type MatchView, type OwnerView } from '../../api/contract.ts';
import { vehicleText } from '../../words/labels.ts';
import { call, caseUrl } from '../api.ts';
import { tell } from '../tell.ts';
import { useWords } from '../words.tsx';
import { Card, Line } from './card.tsx';

const TONE: Readonly<Record<MatchView['kind'], 'plain' | 'good' | 'bad' | 'odd'>> = { pending: 'plain', matched: 'good', conflict: 'bad', ambiguous: 'odd', none: 'bad' };
const WORD = { pending: 'match_pending', matched: 'match_matched', conflict: 'match_conflict', ambiguous: 'match_ambiguous', none: 'match_none' } as const;

export function OwnerCard({ view, locked }: { readonly view: CaseView; readonly locked: boolean }): ReactNode {
  const { w } = useWords();
  const { match } = view;
  return (
    <Card title={w('owner')} tone={TONE[match.kind]} testId="match">
      <Text fw={600} size="sm" data-testid="match-kind" data-kind={match.kind}>{w(WORD[match.kind])}</Text>
      {match.kind === 'conflict' && <List size="sm">{match.differs.map((difference) => <List.Item key={difference}>{w(difference === 'kind' ? 'differs_kind' : 'differs_colour')}</List.Item>)}</List>}
      {match.kind === 'ambiguous' && <Text size="sm" className="digits">{match.candidates.map((plate) => displayPlate(plateText(plate))).join(' · ')}</Text>}
      {match.kind === 'matched' && <Look key={`${view.id} ${match.plate}`} view={view} locked={locked} />}
    </Card>
  );
}

function Look({ view, locked }: { readonly view: CaseView; readonly locked: boolean }): ReactNode {
  const { w, refused } = useWords();
  const [owner, setOwner] = useState<OwnerView | null>(null);
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState<string>(w('look_purpose_default'));
  useHotkeys([['u', () => !locked && setAsking(true)]]);
  useEffect(() => {
    if (locked) setOwner(null);
  }, [locked]);
  const look = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await call(ownerView, 'POST', caseUrl(view.id, '/owner'), { purpose });
    if (answer.ok) setOwner(answer.value);
    else tell('bad', refused(answer.refusal));
    setAsking(false);
  };
  if (owner !== null) return <Owner owner={owner} />;
  if (!asking) return <Button size="xs" variant="light" leftSection={<IconEye size={14} />} disabled={locked} onClick={() => setAsking(true)} data-testid="look-owner">{w('look_at_owner')} <kbd className="key key-light">U</kbd></Button>;
  return (
    <form onSubmit={(event) => void look(event)}>
      <TextInput size="xs" label={w('look_purpose')} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} autoFocus minLength={5} data-testid="look-purpose" />
      <Button type="submit" size="xs" mt={6} disabled={purpose.trim().length < 5} data-testid="look-submit">{w('look_at_owner')}</Button>
    </form>
  );
}

function Owner({ owner }: { readonly owner: OwnerView }): ReactNode {
  const { w, pick } = useWords();
  return (
    <div data-testid="owner">
      <Line label={pick('Chủ phương tiện', 'Owner')} strong>{owner.name}</Line>
      <Line label={pick('Địa chỉ', 'Address')}>{owner.address}</Line>
      <Line label={pick('Xe đăng ký', 'Registered vehicle')}>{pick(...vehicleText(owner.vehicle))} · {displayPlate(plateText(owner.plate))}</Line>
      <Alert p={6} mt={4} color="gray"><Text size="xs">{w('look_recorded')}</Text></Alert>
    </div>
  );
}
