// Road points in metres with how far each is off, known lengths with what is measured of them, and the speed error that follows.
import { ActionIcon, Group, NumberInput, SegmentedControl, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card, Line } from '../review/card.tsx';
import { useWords } from '../words.tsx';
import { withLength, withoutLength, withoutPoint, withPoint, type Judged, type RoadDraft, type Tool } from './road-draft.ts';
import { ROAD } from './words.ts';

type Props = { readonly road: RoadDraft; readonly judged: Judged; readonly tool: Tool; readonly choose: (tool: Tool) => void; readonly change: (road: RoadDraft) => void };

export function RoadCard({ road, judged, tool, choose, change }: Props): ReactNode {
  const { t } = useWords();
  const { result } = judged;
  const empty = road.points.length === 0 && road.lengths.length === 0;
  return (
    <Card title={t(ROAD.title)} testId="road" tone={empty ? 'plain' : judged.mistake === null ? 'good' : 'bad'}>
      <SegmentedControl fullWidth size="xs" value={tool} onChange={(value) => choose(value === 'length' ? 'length' : 'point')} data={[{ value: 'point', label: t(ROAD.tool_point) }, { value: 'length', label: t(ROAD.tool_length) }]} data-testid="road-tool" />
      <Text size="xs" c="dimmed">{t(tool === 'point' ? ROAD.hint_point : ROAD.hint_length)}</Text>
      <Points road={road} judged={judged} change={change} />
      <Lengths road={road} judged={judged} change={change} />
      {result.residual_m !== undefined && result.worst_m !== undefined && <Line label={t(ROAD.residual)} strong={result.state === 'refused'}><span data-testid="road-residual">{result.residual_m.toFixed(3)} m</span> (≤ {road.max_residual_m} m; {t(ROAD.worst)} {result.worst_m.toFixed(3)} m)</Line>}
      {result.speedError !== undefined && result.proven === true && <Line label={t(ROAD.speed_error)}>{(result.speedError * 100).toFixed(2)} % · {(result.speedError * 60).toFixed(1)} km/h / 60 km/h</Line>}
      {judged.grid.length > 0 && <Line label={t(ROAD.grid)}>{judged.step_m} m</Line>}
      {result.proven === false && <Text size="xs" c="orange.8" data-testid="road-unproven">{t(ROAD.unproven)}</Text>}
    </Card>
  );
}

type ListProps = { readonly road: RoadDraft; readonly judged: Judged; readonly change: (road: RoadDraft) => void };

function Points({ road, judged, change }: ListProps): ReactNode {
  const { t } = useWords();
  const doubtful = Math.max(road.max_residual_m, 0.05);
  return road.points.map(({ x_m, y_m }, index) => {
    const error = judged.errors_m[index] ?? null;
    return (
      <Group key={index} gap={6} wrap="nowrap" data-testid={`road-row-${index}`}>
        <Text size="sm" fw={700} w={20}>{index + 1}</Text>
        <Metres value={x_m} label={`x ${index + 1}, m`} testId={`road-x-${index}`} set={(value) => change(withPoint(road, index, { x_m: value }))} />
        <Metres value={y_m} label={`y ${index + 1}, m`} testId={`road-y-${index}`} set={(value) => change(withPoint(road, index, { y_m: value }))} />
        <Text size="xs" className="digits" w={92} {...(error !== null && error > doubtful ? { c: 'red.8', fw: 700 } : {})} data-testid={`road-error-${index}`}>{error === null ? '–' : `${t(ROAD.off)} ${error.toFixed(3)} m`}</Text>
        <Remove label={`${t(ROAD.remove)} ${index + 1}`} act={() => change(withoutPoint(road, index))} />
      </Group>
    );
  });
}

function Lengths({ road, judged, change }: ListProps): ReactNode {
  const { t } = useWords();
  return road.lengths.map(({ to, length_m }, index) => {
    const measured = judged.measured_m[index] ?? null;
    return (
      <Group key={index} gap={6} wrap="nowrap" data-testid={`length-row-${index}`}>
        <Text size="sm" w={64}>{t(ROAD.length)} {index + 1}</Text>
        <Metres value={length_m} label={`${t(ROAD.length)} ${index + 1}, m`} testId={`length-m-${index}`} set={(value) => change(withLength(road, index, { length_m: value }))} />
        <Text size="xs" className="digits" data-testid={`length-measured-${index}`}>{to === null ? t(ROAD.second_end) : measured === null || length_m === null ? '–' : `${t(ROAD.measured)} ${measured.toFixed(2)} m (${((measured / length_m - 1) * 100).toFixed(1)} %)`}</Text>
        <Remove label={`${t(ROAD.remove)} ${t(ROAD.length)} ${index + 1}`} act={() => change(withoutLength(road, index))} />
      </Group>
    );
  });
}

type MetresProps = { readonly value: number | null; readonly label: string; readonly testId: string; readonly set: (value: number | null) => void };
function Metres({ value, label, testId, set }: MetresProps): ReactNode {
  return <NumberInput size="xs" w={86} hideControls decimalScale={3} value={value ?? ''} onChange={(next) => set(typeof next === 'number' && Number.isFinite(next) ? next : null)} aria-label={label} placeholder="m" data-testid={testId} />;
}

const Remove = ({ label, act }: { readonly label: string; readonly act: () => void }): ReactNode => <ActionIcon size="sm" variant="subtle" color="gray" onClick={act} aria-label={label}><IconX size={14} /></ActionIcon>;
