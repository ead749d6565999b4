// Corrects the plate; every keystroke is checked against the formats in use.
import { Button, Group, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { displayPlate, formatsOf } from '../../../domain/plate.ts';
import { plateText } from '../../../domain/units.ts';
import { caseView, type CaseView } from '../../api/contract.ts';
import { call, caseUrl } from '../api.ts';
import { tell } from '../tell.ts';
import { useWords } from '../words.tsx';
import { plateOf } from './case-parts.ts';

type Props = { readonly view: CaseView; readonly put: (view: CaseView) => void; readonly close: () => void };

export function PlateEditor({ view, put, close }: Props): ReactNode {
  const { w, refused } = useWords();
  const [typed, setTyped] = useState(plateOf(view) ?? '');
  const [busy, setBusy] = useState(false);
  const text = plateText(typed);
  const formats = formatsOf(text, { kind: view.vehicle });
  const good = formats.length > 0;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!good) return;
    setBusy(true);
    const answer = await call(caseView, 'PUT', caseUrl(view.id, '/plate'), { plate: text });
    setBusy(false);
    if (!answer.ok) return tell('bad', refused(answer.refusal));
    tell('good', w('done_plate'));
    put(answer.value);
    close();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="plate-editor" data-testid="plate-editor">
      <TextInput value={typed} onChange={(event) => setTyped(event.currentTarget.value.toUpperCase())} onKeyDown={(event) => { if (event.key === 'Escape') close(); }} autoFocus size="md" classNames={{ input: 'plate-input' }} spellCheck={false} autoComplete="off"
        error={typed === '' || good ? undefined : w('plate_format_bad')} description={good ? `${displayPlate(text)} · ${w('plate_formats')}: ${formats.map(({ name }) => name).join(', ')}` : undefined} inputWrapperOrder={['input', 'description', 'error']} data-testid="plate-input" />
      <Group gap="xs" mt={6}>
        <Button type="submit" size="xs" disabled={!good || text === plateOf(view)} loading={busy} data-testid="plate-save">{w('save')}</Button>
        <Button size="xs" variant="subtle" onClick={close}>{w('cancel')}</Button>
      </Group>
    </form>
  );
}
