// All cameras at a glance: last frame, gaps, faults, inspection.
import { Badge, Group, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { cameraStatus, type CameraStatus } from '../../api/cameras-contract.ts';
import { cameraUrl } from '../api.ts';
import { SyntheticMark } from '../marks.tsx';
import { usePolled } from '../polled.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { CAMERA, CAMERA_STATE, FAULT } from './words.ts';

const POLL_MS = 5000;
const statuses = cameraStatus.array();
export const STATE_COLOUR = { watching: 'teal', stopped: 'gray', no_frames: 'red', moved: 'red', faulty: 'red' } as const;

export function CamerasPage(): ReactNode {
  const { w, pick } = useWords();
  const cameras = usePolled(statuses, '/api/cameras', POLL_MS);
  return (
    <div className="page">
      <Title order={2} mb="md">{w('nav_cameras')}</Title>
      {cameras?.length === 0 && <div className="empty">{pick(...CAMERA.none)}</div>}
      <div className="camera-grid">{cameras?.map((camera) => <CameraCard key={camera.id} camera={camera} />)}</div>
    </div>
  );
}

function CameraCard({ camera }: { readonly camera: CameraStatus }): ReactNode {
  const { pick } = useWords();
  const [missing, setMissing] = useState(false);
  const faultText = (kind: string): string => pick(...(FAULT[kind] ?? [kind, kind]));
  return (
    <Link to={`/cameras/${camera.id}`} className="camera-card" data-testid="camera-card" data-camera={camera.id}>
      {missing ? <div className="camera-noimage">{pick(...CAMERA.no_picture)}</div> : <img src={cameraUrl(camera.id, '/picture')} alt={camera.name} onError={() => setMissing(true)} />}
      <div className="camera-text">
        <Group justify="space-between"><Text fw={600}>{camera.name}</Text><Badge color={STATE_COLOUR[camera.state]} variant="light" tt="none">{pick(...CAMERA_STATE[camera.state])}</Badge></Group>
        <Text size="sm" c="dimmed">{camera.place} · {camera.route}</Text>
        <Text size="sm">{pick(...CAMERA.last_frame)}: <b className="digits">{camera.last_frame_at === null ? pick(...CAMERA.never) : whenText(camera.last_frame_at)}</b> · {camera.gaps} {pick(...CAMERA.gaps)}</Text>
        <Inspection camera={camera} />
        {camera.faults.map((fault) => <Text key={`${fault.kind} ${fault.at}`} size="sm" c="red.8" data-testid="camera-fault">{faultText(fault.kind)}: {fault.detail} · {whenText(fault.at)}</Text>)}
        {camera.synthetic && <div><SyntheticMark /></div>}
      </div>
    </Link>
  );
}

export function Inspection({ camera }: { readonly camera: CameraStatus }): ReactNode {
  const { pick } = useWords();
  if (camera.inspection_valid_to === '') return null;
  return <Text size="sm" {...(camera.inspection_valid ? {} : { c: 'red.8', fw: 700 })}>{pick(...CAMERA.inspection)}: <span className="digits">{camera.inspection_valid_to}</span>{camera.inspection_valid ? '' : ` · ${pick(...CAMERA.expired)}`}</Text>;
}
