// Keeps watch that a camera still looks at the scene its lines were drawn on: references under var/, learnt for each light.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';
import type { Frame } from '../domain/sighting.ts';
import { createSceneWatch, type Grey, type Reference, type SceneState, type SceneWatch } from '../pipeline/judge/camera-moved.ts';
import { greyOf, medianOf } from '../pipeline/judge/grey.ts';
import { replaceFile } from './replace-file.ts';
import { logFault } from './log.ts';

export type SceneCheck = {
  /** Takes in every frame; samples it by media time. */
  readonly see: (frame: Frame) => void;
  /** How far the scene lies from its place in this frame, pixels of the frame. */
  readonly sway: (frame: Frame) => { readonly x: number; readonly y: number };
  readonly moved: () => boolean;
};
type Options = {
  /** Where the references are kept. An operator who takes a new reference picture removes it. */
  readonly path: string;
  readonly clock: Clock;
  readonly over: AbortSignal;
  readonly onMoved: (why: string | null) => void;
  /** The scene has not been recognised since the start: nothing is stopped, but somebody should look. */
  readonly onUnproven: (unproven: boolean) => void;
};

const SAMPLE_MS = 1000;
/** A first reference is the median of so many samples. */
const FIRST_SAMPLES = 7;
/** The picture of the last seconds without its traffic. */
const BACKGROUND = 5;
/** At most so many lights, and so long between two of them. */
const MOST_REFERENCES = 6;
const LEARN_MS = 60_000;
const UNPROVEN_MS = 60_000;
const LOOK_MS = 5000;

const stored = z.array(z.strictObject({ width: z.number().int(), height: z.number().int(), dx: z.number(), dy: z.number(), px: z.string() }));

type State = { references: Reference[]; watch: SceneWatch | null; session: string; nextAt: number; recent: Grey[]; learntAt: number; firstAt: number; recognised: boolean; told: boolean; saved: boolean; unprovenTold: boolean; grey: { readonly of: Frame; readonly grey: Grey } | null };

export async function openSceneCheck(options: Options): Promise<SceneCheck> {
  const state: State = { references: await readReferences(options.path), watch: null, session: '', nextAt: 0, recent: [], learntAt: 0, firstAt: 0, recognised: false, told: false, saved: false, unprovenTold: false, grey: null };
  state.saved = state.references.length > 0;
  if (state.saved) state.watch = createSceneWatch(state.references);
  void forgetWhenRemoved(state, options);
  const small = (frame: Frame): Grey => {
    if (state.grey?.of !== frame) state.grey = { of: frame, grey: greyOf(frame) };
    return state.grey.grey;
  };
  return {
    see: (frame) => {
      if (state.session !== frame.session) begin(state, frame);
      if (frame.at < state.nextAt) return;
      state.nextAt = frame.at + SAMPLE_MS;
      sample(state, small(frame), frame, options);
    },
    sway: (frame) => {
      const { dx, dy } = state.watch?.sway(small(frame)) ?? { dx: 0, dy: 0 };
      const scale = frame.widthPx / small(frame).width;
      return { x: dx * scale, y: dy * scale };
    },
    moved: () => state.told,
  };
}

function begin(state: State, frame: Frame): void {
  Object.assign(state, { session: frame.session, nextAt: frame.at, learntAt: frame.at, firstAt: frame.at, recent: [] });
  state.watch?.restart();
}

function sample(state: State, grey: Grey, frame: Frame, options: Options): void {
  state.recent = [...state.recent, grey].slice(-Math.max(BACKGROUND, FIRST_SAMPLES));
  // Another size of picture is another view: references of the old one say nothing.
  if (state.references[0] !== undefined && (state.references[0].grey.width !== grey.width || state.references[0].grey.height !== grey.height)) Object.assign(state, { references: [], watch: null });
  if (state.watch === null) {
    if (state.recent.length < FIRST_SAMPLES) return;
    keepReference(state, { grey: medianOf(state.recent), dx: 0, dy: 0 }, options);
    state.watch = createSceneWatch(state.references);
  }
  const seen = state.watch.see(grey, frame.at);
  tell(state, seen, frame, options);
  if (!seen.worthKeeping || state.references.length >= MOST_REFERENCES || frame.at - state.learntAt < LEARN_MS) return;
  state.learntAt = frame.at;
  const learnt = { grey: medianOf(state.recent.slice(-BACKGROUND)), dx: seen.shift.dx, dy: seen.shift.dy };
  keepReference(state, learnt, options);
  state.watch.add(learnt);
}

function tell(state: State, seen: SceneState, frame: Frame, { onMoved, onUnproven }: Options): void {
  if (seen.moved !== state.told) {
    state.told = seen.moved;
    onMoved(seen.moved ? seen.why : null);
  }
  state.recognised ||= seen.recognised;
  const unproven = !state.recognised && !seen.moved && frame.at - state.firstAt > UNPROVEN_MS;
  if (unproven === state.unprovenTold) return;
  state.unprovenTold = unproven;
  onUnproven(unproven);
}

function keepReference(state: State, reference: Reference, { path }: Options): void {
  state.references = [...state.references, reference];
  const text = JSON.stringify(state.references.map(({ grey, dx, dy }) => ({ width: grey.width, height: grey.height, dx, dy, px: Buffer.from(grey.px).toString('base64') })));
  replaceFile(path, text).then(() => {
    state.saved = true;
  }, (thrown: unknown) => logFault('scene reference', reasonOf(thrown)));
}

async function readReferences(path: string): Promise<Reference[]> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return [];
  try {
    return stored.parse(JSON.parse(text)).map(({ px, width, height, dx, dy }) => ({ grey: { width, height, px: new Uint8Array(Buffer.from(px, 'base64')) }, dx, dy }));
  } catch (thrown) {
    logFault('scene reference', `${path} cannot be used, a new one is taken: ${reasonOf(thrown)}`);
    return [];
  }
}

/** An operator took a new reference picture: the scene is learnt anew. */
async function forgetWhenRemoved(state: State, { path, clock, over, onMoved }: Options): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(LOOK_MS, over);
    if (over.aborted || !state.saved || (await readFile(path).catch(() => null)) !== null) continue;
    Object.assign(state, { references: [], watch: null, recent: [], recognised: false, saved: false });
    if (state.told) onMoved(null);
    state.told = false;
  }
}
