// The proof: both witnesses side by side first, every other picture and the clip one key away.
import { Group, SegmentedControl, Switch } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import type { CaseView, EvidenceView } from '../../api/contract.ts';
import { ROLE } from '../../words/labels.ts';
import { useWords } from '../words.tsx';
import { ClipPlayer } from './clip-player.tsx';
import { PictureStage } from './picture-stage.tsx';

type View = 'both' | EvidenceView['role'];
const ORDER: readonly View[] = ['both', 'before', 'after', 'plate', 'overview', 'signal', 'paired', 'clip'];


export function Pictures({ view, keys }: { readonly view: CaseView; readonly keys: boolean }): ReactNode {
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
        {shown === 'both' && items.filter(({ role }) => role === 'before' || role === 'after').map((each) => <PictureStage key={each.sha256} view={view} item={each} lines={lines} pixels={pixels} />)}
        {shown !== 'both' && shown !== 'clip' && item !== undefined && <PictureStage key={item.sha256} view={view} item={item} lines={lines} pixels={pixels} />}
        {shown === 'clip' && item !== undefined && <ClipPlayer view={view} item={item} keys={keys} />}
      </div>
    </div>
  );
}
