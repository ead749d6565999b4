// One camera for its operator: the scene on a real frame, the file, the switches, and what plates will measure.
import { Badge, Button, Center, Group, Loader, SegmentedControl, Tabs, Text, Textarea, Title } from '@mantine/core';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { cameraView, savedCamera, type CameraView, type PlatePixelsRow } from '../../api/cameras-contract.ts';
import { vehicleText } from '../../words/labels.ts';
import { call, cameraUrl } from '../api.ts';
import { SyntheticMark } from '../marks.tsx';
import { Card, Line } from '../review/card.tsx';
import { tell } from '../tell.ts';
import { useWords } from '../words.tsx';
import { Faults } from './faults-card.tsx';
import { HoursCard } from './hours-card.tsx';
import { Inspection, STATE_COLOUR } from './cameras-page.tsx';
import { piecesOf } from './pieces.ts';
import { RoadCanvas } from './road-canvas.tsx';
import { RoadCard } from './road-card.tsx';
import type { Tool } from './road-draft.ts';
import { keyOf, SceneCanvas } from './scene-canvas.tsx';
import { SwitchesCard } from './switches-card.tsx';
import { useDraft, type Draft } from './use-draft.ts';
import { CAMERA, CAMERA_STATE, PIECE, ROAD } from './words.ts';

export function CameraPage(): ReactNode {
  const { camera = '' } = useParams();
  const { refused } = useWords();
  const [view, setView] = useState<CameraView | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const load = useCallback(async () => {
    const answer = await call(cameraView, 'GET', cameraUrl(camera));
    if (answer.ok) setView(answer.value);
    else setFailure(refused(answer.refusal));
  }, [camera, refused]);
  useEffect(() => void load(), [load]);
  if (view === null) return <Center h="60vh">{failure === null ? <Loader /> : <Text>{failure}</Text>}</Center>;
  return <Editor key={`${camera} ${view.version}`} view={view} load={load} />;
}

function Editor({ view, load }: { readonly view: CameraView; readonly load: () => Promise<void> }): ReactNode {
  const { pick } = useWords();
  const draft = useDraft(view);
  const [chosen, setChosen] = useState<string | null>(null);
  const [mode, setMode] = useState<'scene' | 'road'>('scene');
  const [tool, setTool] = useState<Tool>('point');
  const { status } = view;
  const picture = view.has_picture ? cameraUrl(status.id, '/picture') : null;
  return (
    <div className="editor" data-testid="camera-editor" data-version={view.version}>
      <section className="editor-left">
        <Group justify="space-between">
          <Group gap="sm"><Title order={3}>{status.name}</Title><Badge color={STATE_COLOUR[status.state]} variant="light" tt="none">{pick(...CAMERA_STATE[status.state])}</Badge>{status.synthetic && <SyntheticMark />}</Group>
          <Text size="sm" c="dimmed">{status.place} · {pick(...CAMERA.version)} <code>{view.version.slice(0, 12)}</code></Text>
        </Group>
        <SegmentedControl size="xs" value={mode} onChange={(value) => setMode(value === 'road' ? 'road' : 'scene')} data={[{ value: 'scene', label: pick(...ROAD.mode_scene) }, { value: 'road', label: <span data-testid="mode-road">{pick(...ROAD.mode_road)}</span> }]} />
        {mode === 'scene' ? <SceneCanvas file={draft.file} picture={picture} chosen={chosen} choose={setChosen} change={draft.setFile} /> : <RoadCanvas road={draft.road} judged={draft.judged} tool={tool} picture={picture} change={draft.setRoad} />}
        <Text size="xs" c="dimmed">{pick(...CAMERA.drag)}</Text>
      </section>
      <aside className="editor-right">
        <SaveBar view={view} draft={draft} load={load} />
        {mode === 'road' && <RoadCard road={draft.road} judged={draft.judged} tool={tool} choose={setTool} change={draft.setRoad} />}
        <Faults camera={status} load={load} />
        <Inspection camera={status} />
        <PlatePixels rows={draft.platePixels} />
        <SwitchesCard camera={status.id} initial={view.switches} />
        <HoursCard hours={view.hours} />
        <Parts draft={draft} chosen={chosen} choose={setChosen} />
      </aside>
    </div>
  );
}

function SaveBar({ view, draft, load }: { readonly view: CameraView; readonly draft: Draft; readonly load: () => Promise<void> }): ReactNode {
  const { pick, t, refused } = useWords();
  const good = draft.mistakes.length === 0;
  const save = async (): Promise<void> => {
    const answer = await call(savedCamera, 'PUT', cameraUrl(view.status.id), { file: draft.file, version: view.version });
    tell(answer.ok ? 'good' : 'bad', answer.ok ? `${pick(...CAMERA.saved)} ${answer.value.version.slice(0, 12)}` : refused(answer.refusal));
    if (answer.ok) await load();
  };
  return (
    <Card title={t(good ? CAMERA.good : CAMERA.mistakes)} tone={good ? 'good' : 'bad'} testId="draft">
      {draft.mistakes.map(({ field, message }) => <div className="mistake" key={`${field} ${message}`} data-testid="mistake"><code>{field}</code>: {message}</div>)}
      <Group grow mt={4}>
        <Button size="sm" disabled={!good || !draft.changed} onClick={() => void save()} data-testid="save-camera">{pick(...CAMERA.save_version)}</Button>
        <Button size="sm" variant="default" disabled={!draft.changed} onClick={draft.reset} data-testid="reset-camera">{pick(...CAMERA.undo)}</Button>
      </Group>
    </Card>
  );
}

const VERDICT_COLOUR = { readable: 'teal.8', marginal: 'orange.8', unreadable: 'red.8' } as const;

function PlatePixels({ rows }: { readonly rows: readonly PlatePixelsRow[] }): ReactNode {
  const { pick, t } = useWords();
  return (
    <Card title={pick(...CAMERA.plate_pixels)} testId="plate-pixels">
      {rows.map(({ vehicle, plate, line_px, verdict }) => (
        <Line key={`${vehicle} ${plate}`} label={`${pick(...vehicleText(vehicle))} · ${plate}`}>{line_px.toFixed(1)} px · <Text span size="sm" fw={600} c={VERDICT_COLOUR[verdict]}>{t(CAMERA[verdict])}</Text></Line>
      ))}
    </Card>
  );
}

function Parts({ draft, chosen, choose }: { readonly draft: Draft; readonly chosen: string | null; readonly choose: (key: string) => void }): ReactNode {
  const { pick } = useWords();
  return (
    <Tabs defaultValue="pieces">
      <Tabs.List><Tabs.Tab value="pieces">{pick(...CAMERA.pieces)}</Tabs.Tab><Tabs.Tab value="text" data-testid="tab-text">{pick(...CAMERA.as_text)}</Tabs.Tab></Tabs.List>
      <Tabs.Panel value="pieces" pt="sm">
        {piecesOf(draft.file).map((piece) => (
          <button type="button" key={keyOf(piece)} className={`piece${chosen === keyOf(piece) ? ' piece-here' : ''}`} onClick={() => choose(keyOf(piece))} data-testid={`choose-${keyOf(piece)}`}>
            <span>{pick(...PIECE[piece.list])}</span><code>{piece.id}</code>
          </button>
        ))}
      </Tabs.Panel>
      <Tabs.Panel value="text" pt="sm"><Textarea value={draft.text} onChange={(event) => draft.setText(event.currentTarget.value)} autosize minRows={20} maxRows={40} spellCheck={false} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }} data-testid="camera-text" /></Tabs.Panel>
    </Tabs>
  );
}
