// The proof: both witnesses side by side first, every other picture and the clip one key away.
import { Group, SegmentedControl, Switch } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import type { CaseView, EvidenceView } from '../../api/contract.ts';
import { ROLE } from '../../words/labels.ts';
import { useWords } from '../words.tsx';
import { ClipPlayer } from './clip-player.tsx';
import { CloseUp, Small } from './close-up.tsx';
import { PictureStage } from './picture-stage.tsx';

type View = 'both' | EvidenceView['role'];
const ORDER: readonly View[] = ['both', 'before', 'after', 'plate', 'overview', 'signal', 'paired', 'clip'];
type Props = { readonly view: CaseView; readonly keys: boolean; readonly seen: (item: EvidenceView) => void };

export function Pictures({ view, keys, seen }: Props): ReactNode {
  const { w, pick } = useWords();
  const [shown, setShown] = useState<View>('both');
  const [lines, setLines] = useState(true);
  const [pixels, setPixels] = useState(false);
  const items = view.evidence.items;
  const choices = ORDER.filter((choice) => choice === 'both' || items.some(({ role }) => role === choice));
  const choose = (index: number): void => {
    const choice = choices[index];
    if (keys && choice !== undefined) setShown(choice);
  };
  useHotkeys([
    ...choices.map((_choice, index): [string, () => void] => [String(index + 1), () => choose(index)]),
    ['o', () => keys && setLines((on) => !on)],
    ['p', () => keys && setPixels((on) => !on)],
  ]);
  const item = items.find(({ role }) => role === shown);
  return (
    <div className="pictures">
      <Group justify="space-between" gap="xs">
        <SegmentedControl size="sm" value={shown} onChange={(value) => setShown(ORDER.find((choice) => choice === value) ?? 'both')} data-testid="picture-tabs"
          data={choices.map((choice, index) => ({ value: choice, label: <span className="tab-label" data-testid={`show-${choice}`}>{choice === 'both' ? w('both_frames') : pick(...ROLE[choice])} <kbd className="key key-light">{index + 1}</kbd></span> }))} />
        <Group gap="md">
          <Switch size="sm" checked={lines} onChange={(event) => setLines(event.currentTarget.checked)} label={<>{w('lines_on')} <kbd className="key key-light">O</kbd></>} data-testid="toggle-lines" />
          <Switch size="sm" checked={pixels} onChange={(event) => setPixels(event.currentTarget.checked)} label={<>{w('real_pixels')} <kbd className="key key-light">P</kbd></>} data-testid="toggle-pixels" />
        </Group>
      </Group>
      <div className="wall" data-testid="wall">
        {shown === 'both' && <Both view={view} lines={lines} pixels={pixels} show={setShown} seen={seen} />}
        {shown !== 'both' && shown !== 'clip' && item !== undefined && <PictureStage key={item.sha256} view={view} item={item} lines={lines} pixels={pixels} shown={seen} />}
        {shown === 'clip' && item !== undefined && <ClipPlayer view={view} item={item} keys={keys} />}
      </div>
    </div>
  );
}

type BothProps = { readonly view: CaseView; readonly lines: boolean; readonly pixels: boolean; readonly show: (shown: View) => void; readonly seen: Props['seen'] };

/** Each witness whole, the accused large beside it, and with them the signal and the plate. */
function Both({ view, lines, pixels, show, seen }: BothProps): ReactNode {
  const rows = [{ witness: 'before', small: 'signal' }, { witness: 'after', small: 'plate' }] as const;
  const find = (role: EvidenceView['role']): EvidenceView | undefined => view.evidence.items.find((item) => item.role === role);
  return (
    <div className="both">
      {rows.map(({ witness, small }) => {
        const [whole, crop] = [find(witness), find(small)];
        return (
          <div className="both-row" key={witness}>
            {whole !== undefined && <PictureStage view={view} item={whole} lines={lines} pixels={pixels} shown={seen} />}
            {whole !== undefined && <CloseUp view={view} item={whole} pixels={pixels} open={() => show(witness)} />}
            {crop !== undefined && <Small view={view} item={crop} open={() => show(small)} />}
          </div>
        );
      })}
    </div>
  );
}
