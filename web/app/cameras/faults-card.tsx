// What an operator must see to at this camera, the present picture beside the reference, and the way to renew the reference.
import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { renewed, type CameraStatus } from '../../api/cameras-contract.ts';
import { call, cameraUrl } from '../api.ts';
import { Card } from '../review/card.tsx';
import { tell } from '../tell.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { CAMERA, FAULT } from './words.ts';

export function Faults({ camera, load }: { readonly camera: CameraStatus; readonly load: () => Promise<void> }): ReactNode {
  const { pick, refused } = useWords();
  const [missing, setMissing] = useState(false);
  const renew = async (): Promise<void> => {
    const answer = await call(renewed, 'POST', cameraUrl(camera.id, '/reference'));
    tell(answer.ok ? 'good' : 'bad', answer.ok ? pick(...CAMERA.renewed) : refused(answer.refusal));
    if (answer.ok) await load();
  };
  return (
    <Card title={pick(...CAMERA.faults)} testId="faults" tone={camera.faults.length > 0 ? 'bad' : 'plain'}>
      {camera.faults.map(({ kind, at, detail }) => <Text key={`${kind} ${at}`} size="sm" c="red.8" data-testid={`fault-${kind}`}><b>{pick(...(FAULT[kind] ?? [kind, kind]))}</b> · {detail} · {whenText(at)}</Text>)}
      {!missing && <img className="now-picture" src={cameraUrl(camera.id, '/picture?which=now')} alt={pick(...CAMERA.now_picture)} onError={() => setMissing(true)} />}
      {!missing && <Button size="compact-sm" variant="default" onClick={() => void renew()} data-testid="renew-reference">{pick(...CAMERA.renew)}</Button>}
    </Card>
  );
}
