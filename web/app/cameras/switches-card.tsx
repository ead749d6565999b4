// The operator's switches: officer directing, signal fault; each ends by itself after its hours.
import { Group, Select, Switch, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { SWITCHES, switchView, type SwitchName, type SwitchView } from '../../api/cameras-contract.ts';
import { call, cameraUrl } from '../api.ts';
import { Card } from '../review/card.tsx';
import { tell } from '../tell.ts';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';
import { CAMERA, SWITCH, SWITCH_HINT } from './words.ts';

const HOURS = ['0.5', '1', '2', '4', '8', '12', '24'];
const views = switchView.array();

export function SwitchesCard({ camera, initial }: { readonly camera: string; readonly initial: readonly SwitchView[] }): ReactNode {
  const { pick, refused } = useWords();
  const [held, setHeld] = useState(initial);
  const [hours, setHours] = useState('1');
  const set = async (name: SwitchName, on: boolean): Promise<void> => {
    const answer = await call(views, 'PUT', cameraUrl(camera, '/switch'), { name, on, hours: Number(hours) });
    if (answer.ok) setHeld(answer.value);
    else tell('bad', refused(answer.refusal));
  };
  return (
    <Card title={pick(...CAMERA.switches)} testId="switches" tone={held.length > 0 ? 'odd' : 'plain'}>
      <Text size="xs" c="dimmed">{pick(...SWITCH_HINT)}</Text>
      {SWITCHES.map((name) => {
        const now = held.find((each) => each.name === name);
        return (
          <Group key={name} justify="space-between" wrap="nowrap">
            <Switch checked={now !== undefined} onChange={(event) => void set(name, event.currentTarget.checked)} label={pick(...SWITCH[name])} data-testid={`switch-${name}`} />
            {now !== undefined && <Text size="xs" className="digits">{pick(...CAMERA.until)} {whenText(now.until)} · {now.by}</Text>}
          </Group>
        );
      })}
      <Select size="xs" w={120} value={hours} onChange={(value) => setHours(value ?? '1')} data={HOURS.map((value) => ({ value, label: `${value} ${pick(...CAMERA.hours)}` }))} aria-label={pick(...CAMERA.hours)} />
    </Card>
  );
}
