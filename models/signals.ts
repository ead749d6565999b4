// Reads signal heads by two witnesses: the lamp cells, which know each lamp's place, and a network, which knows how heads look.
import { shifted } from '../domain/geometry.ts';
import type { SceneSignal } from '../domain/scene.ts';
import type { Frame, ReadSignals, SignalColour, SignalReading } from '../domain/sighting.ts';
import { batch, clipWider } from './image.ts';
import { readHead } from './lamps.ts';
import type { OpenModel, SignalModel } from './manifest.ts';
import { output } from './session.ts';

/** The network learned on heads cut about this much wider on each side. */
const MARGIN = 0.1;
/** From this share on the network's word against the cells' makes both worthless. Alone, and against them, it counts from the manifest's `min_score` on. */
const CONTRADICTS = 0.3;
const UNKNOWN: Word = { colour: 'unknown', score: 0 };

/** `model` null: the lamp cells alone. */
export function createReadSignals(signals: readonly SceneSignal[], model: OpenModel<SignalModel> | null): ReadSignals {
  return async (frame, sway) => {
    if (signals.length === 0) return [];
    const heads = signals.map((signal) => ({ ...signal, box: shifted(signal.box, sway) }));
    const seen = model === null ? [] : await ask(frame, heads, model);
    return heads.map((signal, i) => {
      const told = readHead(frame, signal);
      const other = seen[i];
      return { signal: signal.id, ...(model === null || other === undefined ? told : together(told, other, model.entry.min_score)) };
    });
  };
}

type Word = Omit<SignalReading, 'signal'>;

/**
 * Two witnesses. Where both tell they must agree, unless the network is very sure: cells take the sky in the glass of a faint lamp for green, and a glow for the wrong lamp.
 * That a head is dark it may not say against cells that see light, which would make a steady lamp flash. A wrong red accuses: nothing is red of which the network is not very sure.
 */
function together(cells: Word, network: Word, alone: number): Word {
  const sure = network.score >= alone;
  if (cells.colour === 'unknown' || cells.colour === 'dark') return sure ? network : cells;
  if (sure && network.colour !== 'dark') return network;
  const against = cells.colour === 'red' || (network.colour !== cells.colour && network.score >= CONTRADICTS);
  return against ? UNKNOWN : cells;
}

/** The likeliest colour of each head by the network, with its share. */
async function ask(frame: Frame, signals: readonly SceneSignal[], { entry, session }: OpenModel<SignalModel>): Promise<readonly Word[]> {
  const { tensor } = batch(frame, signals.map(({ box }) => clipWider(box, MARGIN, frame)), entry.input);
  const results = await session.run({ [entry.input.name]: tensor });
  const shares = output(session, results, session.outputs[0] ?? '').data;
  const columns = entry.classes.length;
  return signals.map((_, n) => {
    const sums = new Map<SignalColour, number>();
    entry.classes.forEach((name, c) => {
      const colour = colourOf(name);
      sums.set(colour, (sums.get(colour) ?? 0) + (shares[n * columns + c] ?? 0));
    });
    const [colour, score] = [...sums].reduce((best, next) => (next[1] > best[1] ? next : best));
    return { colour, score };
  });
}

/** A lit arrow is green: where it points is for the camera file to say. */
function colourOf(name: string): SignalColour {
  switch (name) {
    case 'red':
    case 'amber':
    case 'green':
    case 'dark':
      return name;
    default:
      return name.startsWith('arrow_') ? 'green' : 'unknown';
  }
}
