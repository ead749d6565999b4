// The plate as it was read, symbol by symbol beside its picture, and its correction.
import { Button, Text, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { displayPlate } from '../../../domain/plate.ts';
import { plateText } from '../../../domain/units.ts';
import type { CaseView, PlateView } from '../../api/contract.ts';
import { COLOUR } from '../../words/labels.ts';
import { PlateMark } from '../marks.tsx';
import { useWords } from '../words.tsx';
import { Card, Line } from './card.tsx';
import { evidenceUrl } from './case-parts.ts';
import { PlateEditor } from './plate-editor.tsx';


type Props = { readonly view: CaseView; readonly locked: boolean; readonly put: (view: CaseView) => void };

export function PlateCard({ view, locked, put }: Props): ReactNode {
  const { w } = useWords();
  const [editing, setEditing] = useState(false);
  useHotkeys([['e', () => !locked && setEditing(true)]]);
  const crop = view.evidence.items.find(({ role }) => role === 'plate');
  const edit = <Button size="compact-xs" variant="subtle" leftSection={<IconPencil size={13} />} disabled={locked} onClick={() => setEditing(true)} data-testid="edit-plate">{w('correct_plate')} <kbd className="key key-light">E</kbd></Button>;
  return (
    <Card title={w('plate')} extra={edit} testId="plate">
      {crop !== undefined && <div className="plate-crop"><img src={evidenceUrl(view, crop)} alt={w('plate')} /></div>}
      {view.plate === null ? <Text size="sm" c="orange.8">{w('plate_none')}</Text> : <AsRead plate={view.plate} />}
      {view.plate_corrected !== null && <div className="corrected" data-testid="plate-corrected"><PlateMark plate={view.plate_corrected} size="lg" /><Text size="xs" c="dimmed">{w('plate_corrected')}</Text></div>}
      {editing && !locked && <PlateEditor view={view} put={put} close={() => setEditing(false)} />}
    </Card>
  );
}

function AsRead({ plate }: { readonly plate: PlateView }): ReactNode {
  const { w, pick } = useWords();
  const [vi, en] = COLOUR[plate.colour] ?? ['', ''];
  return (
    <>
      <div className="symbols" data-testid="plate-read" data-plate={plate.text}>
        {[...plate.text].map((symbol, index) => <Symbol key={index} symbol={symbol} score={plate.char_scores?.[index] ?? null} repaired={plate.repaired.includes(index)} rival={rivalAt(plate, index)} />)}
      </div>
      <Line label={w('plate_as_read')}>{displayPlate(plateText(plate.text))} · {pick(vi, en)}</Line>
      {plate.repaired.length > 0 && <Text size="xs" c="orange.8" fw={600} data-testid="plate-repaired">{w('plate_repaired')}</Text>}
      {plate.runner_up !== null && <Line label={w('runner_up')}><RunnerUp text={plate.text} runnerUp={plate.runner_up} /></Line>}
    </>
  );
}

/** The runner-up's symbol at this place, where it differs. */
function rivalAt({ text, runner_up }: PlateView, index: number): string | null {
  if (runner_up === null || runner_up.length !== text.length) return null;
  const rival = runner_up[index] ?? null;
  return rival === text[index] ? null : rival;
}

type SymbolProps = { readonly symbol: string; readonly score: number | null; readonly repaired: boolean; readonly rival: string | null };

function Symbol({ symbol, score, repaired, rival }: SymbolProps): ReactNode {
  const { w } = useWords();
  const doubt = score === null ? '' : score < 0.7 ? ' symbol-doubt' : score < 0.9 ? ' symbol-soft' : '';
  const percent = score === null ? '' : `${Math.round(score * 100)} %`;
  return (
    <Tooltip label={repaired ? w('plate_repaired') : `${percent}${rival === null ? '' : ` · ${w('runner_up')}: ${rival}`}`} multiline maw={260} disabled={!repaired && score === null && rival === null}>
      <span className={`symbol${repaired ? ' symbol-repaired' : ''}${doubt}`} data-repaired={repaired}>
        {symbol}
        {rival !== null && <i className="rival">{rival}</i>}
        <i className="bar-score" style={{ height: `${Math.round((score ?? 0) * 100)}%` }} />
      </span>
    </Tooltip>
  );
}

function RunnerUp({ text, runnerUp }: { readonly text: string; readonly runnerUp: string }): ReactNode {
  return <>{[...runnerUp].map((symbol, index) => (symbol === text[index] ? <span key={index}>{symbol}</span> : <mark key={index}>{symbol}</mark>))}</>;
}
