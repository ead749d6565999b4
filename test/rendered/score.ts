// Judges a filmed street from its video file, as `phatnguoi judge` does, and holds every accusation and plate against the truth.
import { findFfmpeg, useFfmpeg } from '../../cameras/ffmpeg.ts';
import { loadCamera } from '../../cameras/registry.ts';
import { inheritedEnvironment, readConfig } from '../../cli/config.ts';
import { judgeClip } from '../../cli/judge.ts';
import type { Judged as JudgedClip } from '../../cli/judged.ts';
import { iou, type Box } from '../../domain/geometry.ts';
import type { Accused } from '../../domain/violation.ts';
import { OWN_MANIFEST } from '../../models/eyes.ts';
import { hiddenBy } from '../street/hiding.ts';
import { newScore, type Score } from '../street/score.ts';
import { createHidings, type Hidings } from '../street/visible.ts';
import type { Clip, Truth } from './clip.ts';
import { shoot } from './shoot.ts';
import type { Site } from './site.ts';

/** One accused vehicle's plate: what was read, what it is, and how high its line was at the best moment. */
export type PlateRead = { readonly clip: string; readonly kind: string; readonly layout: string; readonly background: string; readonly line_px: number; readonly read: string | null; readonly is: string };
export type Result = { readonly score: Score; readonly weather: string; readonly plates: readonly PlateRead[]; readonly seconds: number; readonly frames: number };

/** A track shows the vehicle whose true box its own overlaps most, and at least so much. */
const LEAST_IOU = 0.25;

export async function judged(site: Site, clip: Clip): Promise<Result> {
  const started = process.cpuUsage();
  const config = readConfig(inheritedEnvironment());
  useFfmpeg((await findFfmpeg(config.ffmpegPath, config.path)).path);
  const { camera, sha256 } = await loadCamera(clip.camera);
  const found = await judgeClip({ clip: clip.video, camera, sha256, manifest: config.modelManifest ?? OWN_MANIFEST, threads: 1, explain: true });
  const { user, system } = process.cpuUsage(started);
  const score = newScore(site.plan);
  score.frames = found.frames;
  const accused = found.verdicts.filter((verdict): verdict is Accused => verdict.kind === 'accused').map((verdict) => {
    const { before, after } = verdict.facts;
    return { verdict, before: shownBy(clip.truth, before.at_ms, before.box), after: shownBy(clip.truth, after.at_ms, after.box) };
  });
  remember(score, found, clip.truth);
  const hidings = hidingsOf(clip.truth);
  score.settle(new Map([...shoot(site).judged].map(([id, done]) => [id, { ...done, hidings: hidings.end(id) }])), accused);
  return { score, weather: site.weather, plates: platesOf(found, accused, clip.truth), seconds: (user + system) / 1e6, frames: found.frames };
}

/** When nearer vehicles hid whom. */
function hidingsOf({ frames, vehicles }: Truth): Hidings {
  const hidings = createHidings();
  const kinds = new Map(vehicles.map(({ id, kind }) => [id, kind]));
  for (const { at, seen } of frames) {
    const shown = seen.map(({ id, box: [x1, y1, x2, y2] }) => ({ id, kind: kinds.get(id) ?? 'car', box: { x1, y1, x2, y2 } }));
    for (const one of shown) hidings.see(one.id, hiddenBy(one.box, shown.filter(({ box }) => box.y2 > one.box.y2)).hidden, at);
  }
  return hidings;
}

/** −1 for none. */
function shownBy({ frames }: Truth, at: number, box: Box): number {
  const frame = frames.reduce((best, one) => (Math.abs(one.at - at) < Math.abs(best.at - at) ? one : best));
  const shares = frame.seen.map(({ id, box: [x1, y1, x2, y2] }) => ({ id, share: iou(box, { x1, y1, x2, y2 }) })).sort((a, b) => b.share - a.share);
  const [best] = shares;
  return best !== undefined && best.share >= LEAST_IOU ? best.id : -1;
}

/** Why nobody was accused, by vehicle, for looking into misses. */
function remember(score: Score, { verdicts, notes, tracks }: JudgedClip, truth: Truth): void {
  const who = (track: string, at: number): number => {
    const path = tracks.find(({ id }) => id === track)?.path ?? [];
    const near = path.reduce<(typeof path)[number] | null>((best, point) => (best === null || Math.abs(point.at - at) < Math.abs(best.at - at) ? point : best), null);
    return near === null ? -1 : shownBy(truth, near.at, near.box);
  };
  for (const verdict of verdicts) {
    if (verdict.kind !== 'void') continue;
    const key = `${verdict.offence} ${verdict.why}`;
    score.voids.set(key, (score.voids.get(key) ?? 0) + 1);
    score.voidsOf.set(`${who(verdict.track, verdict.at)} ${verdict.offence}`, `${verdict.why}: ${verdict.detail} (track ${verdict.track})`);
  }
  for (const { rule, track, at, en } of notes) {
    const offence = rule === 'solid_line' ? 'crosses_solid_line' : rule === 'stop_line' ? 'stop_line_or_marking' : rule === 'standing' ? 'stop_no_stopping_sign' : rule;
    const key = `${who(track, at)} ${offence}`;
    if (!score.voidsOf.has(key)) score.voidsOf.set(key, `${en} (track ${track})`);
  }
}

type Matched = { readonly verdict: Accused; readonly before: number; readonly after: number };

/** Only of accusations of one and the same vehicle: whose plate it should be is not in question elsewhere. */
function platesOf({ offences }: JudgedClip, accused: readonly Matched[], truth: Truth): readonly PlateRead[] {
  const heights = new Map<number, number>();
  for (const { seen } of truth.frames) for (const { id, line_px } of seen) heights.set(id, Math.max(heights.get(id) ?? 0, line_px));
  return accused.flatMap(({ verdict, before, after }) => {
    const vehicle = truth.vehicles.find(({ id }) => id === after);
    if (before !== after || vehicle === undefined) return [];
    const line = offences.find(({ track, offence }) => track === verdict.track && offence === verdict.offence);
    const { kind, layout, background, plate } = vehicle;
    return [{ clip: truth.name, kind, layout, background, line_px: heights.get(after) ?? 0, read: line?.plate?.text ?? null, is: plate }];
  });
}
