// Draws what the pipeline saw into a copy of the clip: boxes, paths, lines, the signals' state and the verdicts.
import { PassThrough } from 'node:stream';
import { encode } from '../cameras/clip.ts';
import type { Point, Segment } from '../domain/geometry.ts';
import type { Scene } from '../domain/scene.ts';
import type { SignalColour, SignalState, Track } from '../domain/sighting.ts';
import type { Verdict } from '../domain/violation.ts';
import type { WatchStep } from '../pipeline/watch.ts';
import { box, line, text, type Canvas, type Rgb } from './canvas.ts';

export type Annotator = { readonly draw: (step: WatchStep) => Promise<void>; readonly close: () => Promise<void> };

const INK = { seen: [90, 220, 120], young: [170, 170, 170], lost: [120, 120, 190], doubted: [240, 200, 60], accused: [255, 40, 40], line: [255, 80, 200], lane: [80, 170, 255], zone: [255, 160, 60], paper: [255, 255, 255] } as const satisfies Record<string, Rgb>;
const LAMP: Readonly<Record<SignalColour, Rgb>> = { red: [255, 30, 30], amber: [255, 190, 0], green: [40, 230, 90], dark: [130, 130, 130], unknown: [200, 200, 200] };
const VERDICT_MS = 2_500;

/** Frames are written at the sampling rate; a sparse clip keeps its own pace only roughly. */
export function annotator(scene: Scene, output: string, sampleMs: number): Annotator {
  const pixels = new PassThrough();
  const written = encode(pixels, output, { widthPx: scene.widthPx, heightPx: scene.heightPx, fps: 1000 / sampleMs });
  const verdicts: Verdict[] = [];
  const size = Math.max(1, Math.round(scene.widthPx / 700));
  let next: number | null = null;
  return {
    draw: async (step) => {
      const { frame, sight } = step;
      verdicts.push(...step.verdicts);
      const canvas = { widthPx: frame.widthPx, heightPx: frame.heightPx, rgb: Uint8Array.from(frame.rgb) };
      drawScene(canvas, scene, size);
      for (const signal of scene.signals) drawSignal(canvas, signal.box, sight.signals.find((state) => state.signal === signal.id), size);
      for (const track of sight.tracks) drawTrack(canvas, track, accusedNow(verdicts, track), size);
      drawVerdicts(canvas, verdicts.filter(({ at }) => sight.at - at < VERDICT_MS + 3_000), size);
      text(canvas, { x: 6, y: canvas.heightPx - 9 * size }, `${(sight.at / 1000).toFixed(2)} S   ${sight.tracks.length} TRACKS   ${step.found} FOUND`, INK.paper, size);
      next ??= sight.at;
      // A sparse clip shows a picture as long as it lasted.
      for (; next <= sight.at + sampleMs / 2; next += sampleMs) if (!pixels.write(canvas.rgb)) await new Promise((resolve) => pixels.once('drain', resolve));
    },
    close: async () => {
      pixels.end();
      await written;
    },
  };
}

const accusedNow = (verdicts: readonly Verdict[], track: Track): boolean => verdicts.some((verdict) => verdict.kind === 'accused' && verdict.track === track.id);

function drawScene(canvas: Canvas, scene: Scene, size: number): void {
  for (const { line: stop, id } of scene.stopLines) {
    line(canvas, stop.a, stop.b, INK.line, size + 1);
    text(canvas, { x: stop.a.x, y: stop.a.y + 4 }, id, INK.line, size);
  }
  for (const { line: solid } of scene.solidLines) path(canvas, solid, INK.line, size);
  for (const { area, heading } of scene.lanes) outline(canvas, area, heading, INK.lane, size);
  for (const { area, heading } of scene.zones) outline(canvas, area, heading, INK.zone, size);
}

function outline(canvas: Canvas, area: readonly Point[], heading: Segment | null, ink: Rgb, size: number): void {
  const [first] = area;
  if (first !== undefined) path(canvas, [...area, first], ink, size);
  if (heading === null) return;
  line(canvas, heading.a, heading.b, ink, size);
  box(canvas, { x1: heading.b.x - 3 * size, y1: heading.b.y - 3 * size, x2: heading.b.x + 3 * size, y2: heading.b.y + 3 * size }, ink, size);
}

function path(canvas: Canvas, points: readonly Point[], ink: Rgb, size: number): void {
  points.slice(1).forEach((point, i) => {
    line(canvas, points[i] ?? point, point, ink, size);
  });
}

function drawSignal(canvas: Canvas, head: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }, state: SignalState | undefined, size: number): void {
  const ink = LAMP[state?.colour ?? 'unknown'];
  box(canvas, head, ink, size);
  text(canvas, { x: Math.max(0, head.x1 - 30 * size), y: head.y2 + 3 }, `${state?.colour ?? '-'}${state?.flashing === true ? ' flashing' : ''}`, ink, size);
}

function drawTrack(canvas: Canvas, track: Track, accused: boolean, size: number): void {
  const now = track.path.at(-1);
  if (now === undefined) return;
  const ink = accused ? INK.accused : track.state === 'lost' ? INK.lost : track.distrust.length > 0 ? (track.state === 'tentative' ? INK.young : INK.doubted) : INK.seen;
  box(canvas, now.box, ink, accused ? size + 1 : size);
  path(canvas, track.path.slice(-40).map(({ ground }) => ground), ink, 1);
  text(canvas, { x: now.box.x1, y: now.box.y1 - 8 * size }, `${track.id} ${track.kind.slice(0, 5)}`, ink, size);
}

function drawVerdicts(canvas: Canvas, verdicts: readonly Verdict[], size: number): void {
  // From the clock upwards: the upper corners bear what cameras burn into the picture.
  [...verdicts.slice(-6)].reverse().forEach((verdict, i) => {
    const said = verdict.kind === 'accused' ? `${verdict.track} ${verdict.offence} AT ${(verdict.at / 1000).toFixed(2)} S` : `${verdict.track} VOID ${verdict.offence}: ${verdict.why}`;
    text(canvas, { x: 6, y: canvas.heightPx - (19 + 10 * i) * size }, said, verdict.kind === 'accused' ? INK.accused : INK.doubted, size);
  });
}
