// Reads signal heads by two witnesses: the lamp cells tell the colour, a network that surely sees another makes it unknown.
import { height, width, type Box } from '../domain/geometry.ts';
import type { SceneSignal } from '../domain/scene.ts';
import type { Frame, ReadSignals, SignalColour } from '../domain/sighting.ts';
import { batch, clip } from './image.ts';
import { readHead } from './lamps.ts';
import type { OpenModel, SignalModel } from './manifest.ts';
import { output } from './session.ts';

/** The network learned on heads cut about this much wider on each side. */
const MARGIN = 0.1;

/** `model` null: the lamp cells alone. */
export function createReadSignals(signals: readonly SceneSignal[], model: OpenModel<SignalModel> | null): ReadSignals {
  return async (frame) => {
    if (signals.length === 0) return [];
    const seen = model === null ? [] : await ask(frame, signals, model);
    return signals.map((signal, i) => {
      const told = readHead(frame, signal);
      const other = seen[i] ?? null;
      const contradicted = other !== null && told.colour !== 'unknown' && other !== told.colour;
      return { signal: signal.id, ...(contradicted ? { colour: 'unknown' as const, score: 0 } : told) };
    });
  };
}

/** What the network surely sees in each head; null where it is not sure. */
async function ask(frame: Frame, signals: readonly SceneSignal[], { entry, session }: OpenModel<SignalModel>): Promise<readonly (SignalColour | null)[]> {
  const { tensor } = batch(frame, signals.map(({ box }) => clip(wider(box), frame)), entry.input);
  const results = await session.run({ [entry.input.name]: tensor });
  const shares = output(session, results, session.outputs[0] ?? '').data;
  const columns = entry.classes.length;
  return signals.map((_, n) => {
    const row = shares.subarray(n * columns, (n + 1) * columns);
    const best = row.reduce((top, share, i) => (share > (row[top] ?? 0) ? i : top), 0);
    return (row[best] ?? 0) >= entry.min_score ? colourOf(entry.classes[best] ?? '') : null;
  });
}

const wider = (box: Box): Box => ({ x1: box.x1 - MARGIN * width(box), y1: box.y1 - MARGIN * height(box), x2: box.x2 + MARGIN * width(box), y2: box.y2 + MARGIN * height(box) });

/** A lit arrow is green: where it points is for the camera file to say. */
function colourOf(name: string): SignalColour | null {
  switch (name) {
    case 'red':
    case 'amber':
    case 'green':
    case 'dark':
      return name;
    default:
      return name.startsWith('arrow_') ? 'green' : null;
  }
}
