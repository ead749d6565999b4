// The bundled sample agrees with itself: scene, clip, truth, camera file and registers tell one story.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import ffprobe from '@ffprobe-installer/ffprobe';
import { parse as parseYaml } from 'yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatsOf } from '../../domain/plate.ts';
import { cameraFile } from '../../domain/scene.ts';
import { plateText } from '../../domain/units.ts';
import { cameraOf } from '../../sandbox/street/camera-file.ts';
import { colourAt, sceneSchema } from '../../sandbox/street/description.ts';
import { driveScene, poseAt, SIZE } from '../../sandbox/street/drive.ts';
import { randomScene } from '../../sandbox/street/random-scene.ts';
import { canonicalPlate, fillRegisters, toCsv } from '../../sandbox/street/registers.ts';
import { SAMPLE_SEED, sampleScene } from '../../sandbox/street/sample-scene.ts';
import { placeSignal } from '../../sandbox/street/signal-place.ts';

const sample = (file: string): URL => new URL(`../../sandbox/sample/${file}`, import.meta.url);
const text = (file: string): string => readFileSync(sample(file), 'utf8');
const pair = z.tuple([z.number(), z.number()]);
const truth = z
  .object({
    duration_s: z.number(),
    stop_line: z.object({ px: z.tuple([pair, pair]) }),
    offences: z.array(z.object({ offence: z.literal('red_light'), t_s: z.number(), t_front_s: z.number(), red_since_s: z.number(), track: z.string(), plate: z.string(), point_px: pair })),
    tracks: z.array(z.object({ id: z.string(), kind: z.string(), plate: z.object({ text: z.string() }), samples: z.array(z.object({ t_ms: z.number(), ground: pair, unoccluded: z.number(), plate_quad: z.array(pair).optional() })) })),
  })
  .parse(JSON.parse(text('truth.json')));
const scene = sceneSchema.parse(JSON.parse(text('scene.json')));
const lineY = truth.stop_line.px[0][1];
const trackOf = (id: string) => truth.tracks.find((track) => track.id === id);

type Row = Readonly<Record<string, string>>;
/** No cell of these registers holds a comma. */
const rows = (file: string): readonly Row[] => {
  const [head = '', ...lines] = text(file).trim().split('\n');
  return lines.map((line) => Object.fromEntries(head.split(',').map((column, index) => [column, line.split(',')[index] ?? ''])));
};

describe('the bundled files', () => {
  it('are what the program writes today', () => {
    const registers = fillRegisters(sampleScene(), SAMPLE_SEED);
    expect(scene).toEqual(sampleScene());
    expect(text('camera.yaml')).toBe(cameraOf(scene, placeSignal(scene), 'clip.mp4'));
    expect(text('registers/vehicles.csv')).toBe(toCsv(registers.vehicles));
    expect(text('registers/population.csv')).toBe(toCsv(registers.population));
  });

  it('hold a camera file of the published form, marked as synthetic', () => {
    expect(cameraFile.parse(parseYaml(text('camera.yaml'))).source.synthetic).toBe(true);
  });

  it('hold a clip of 30 to 60 seconds in full HD and at most 12 MB', () => {
    const clip = sample('clip.mp4');
    const answer = execFileSync(ffprobe.path, ['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=codec_name,width,height:format=duration:format_tags=comment', '-of', 'json', clip.pathname]);
    const probed = z
      .object({ streams: z.array(z.object({ codec_name: z.string(), width: z.number(), height: z.number() })), format: z.object({ duration: z.coerce.number(), tags: z.object({ comment: z.string() }) }) })
      .parse(JSON.parse(answer.toString()));
    expect(probed.streams).toEqual([{ codec_name: 'h264', width: 1920, height: 1080 }]);
    expect(probed.format.duration).toBeGreaterThanOrEqual(30);
    expect(probed.format.duration).toBeCloseTo(truth.duration_s, 0);
    expect(probed.format.tags.comment).toContain('SYNTHETIC');
    expect(statSync(clip).size).toBeLessThanOrEqual(12_000_000);
  });
});

describe('the truth', () => {
  it.each(truth.offences)('$track runs a light that has been red for a second, from before the line to far beyond it', ({ track, t_s, t_front_s, red_since_s, plate, point_px }) => {
    expect(t_front_s - red_since_s).toBeGreaterThanOrEqual(1);
    expect(colourAt(scene, t_s)).toBe('red');
    expect(point_px[1]).toBeCloseTo(lineY, 0);
    const samples = trackOf(track)?.samples ?? [];
    expect(trackOf(track)?.plate.text).toBe(plate);
    for (const { t_ms, ground } of samples) expect(ground[1] > lineY).toBe(t_ms < t_s * 1000);
    const drive = driveScene(scene).find(({ vehicle }) => vehicle.id === track);
    const end = drive === undefined ? null : poseAt(drive, t_s + 2);
    expect(end?.z_m).toBeLessThan(scene.road.stop_z_m - 8);
    expect(samples.filter(({ plate_quad, unoccluded }) => plate_quad !== undefined && unoccluded > 0.6).length).toBeGreaterThanOrEqual(12);
  });

  it('names four to six runners and nobody else who crosses on red', () => {
    expect(truth.offences.length).toBeGreaterThanOrEqual(4);
    const crossers = truth.tracks.filter(({ id, samples }) => {
      if (!scene.vehicles.some((vehicle) => vehicle.id === id && vehicle.drive.kind === 'approach')) return false;
      const before = samples.filter(({ ground }) => ground[1] > lineY).at(-1);
      const after = samples.find(({ ground }) => ground[1] <= lineY);
      return before !== undefined && after !== undefined && colourAt(scene, before.t_ms / 1000) === 'red' && colourAt(scene, after.t_ms / 1000) === 'red';
    });
    expect(crossers.map(({ id }) => id).sort()).toEqual(truth.offences.map(({ track }) => track).sort());
  });

  it('has one who stops past the line and one who crosses on amber, both without an offence', () => {
    const stopped = trackOf('over-the-line')?.samples.find(({ t_ms }) => t_ms === 20_000);
    const front = driveScene(scene).find(({ vehicle }) => vehicle.id === 'over-the-line');
    const pose = front === undefined ? null : poseAt(front, 20);
    expect((pose?.z_m ?? 0) - SIZE.motorcycle.length_m / 2).toBeLessThan(scene.road.stop_z_m);
    expect(stopped?.ground[1]).toBeGreaterThan(lineY);
    const amber = trackOf('amber-runner')?.samples.find(({ ground }) => ground[1] <= lineY);
    expect(colourAt(scene, (amber?.t_ms ?? 0) / 1000)).toBe('amber');
  });
});

describe('the plates and registers', () => {
  const vehicles = rows('registers/vehicles.csv');
  const owners = new Map(rows('registers/population.csv').map((owner) => [owner['owner_id'], owner]));
  const ownedAt = (plate: string, moment: string): readonly Row[] =>
    vehicles.filter((row) => row['plate'] === canonicalPlate(plate) && Date.parse(row['owned_from'] ?? '') <= Date.parse(moment) && (row['owned_to'] === '' || Date.parse(row['owned_to'] ?? '') > Date.parse(moment)));

  it.each(scene.vehicles.map(({ plate, kind }) => ({ plate: plate.text, colour: plate.background, kind })))('$plate is a plate of its $kind and has one owner at the time', ({ plate, colour, kind }) => {
    expect(formatsOf(plateText(plate), { kind, colour })).not.toEqual([]);
    const owned = ownedAt(plate, scene.starts_at);
    expect(owned).toHaveLength(1);
    expect(owners.has(owned[0]?.['owner_id'] ?? '')).toBe(true);
  });

  it('gives every runner a person as owner but one, and sold one the day before', () => {
    const kinds = truth.offences.map(({ plate }) => owners.get(ownedAt(plate, scene.starts_at)[0]?.['owner_id'] ?? '')?.['owner_type']);
    expect(kinds.filter((kind) => kind === 'organisation')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'person')).toHaveLength(truth.offences.length - 1);
    const runners = new Set(truth.offences.map(({ plate }) => canonicalPlate(plate)));
    expect(vehicles.filter((row) => runners.has(row['plate'] ?? '') && row['owned_to'] !== '')).not.toEqual([]);
  });
});

describe('random scenes', () => {
  it('are the same for the same seed, differ for another, and are valid', () => {
    const options = { seed: 7, duration_s: 20 };
    expect(randomScene(options)).toEqual(randomScene(options));
    expect(randomScene({ ...options, seed: 8 })).not.toEqual(randomScene(options));
    expect(sceneSchema.parse(randomScene(options)).vehicles.length).toBeGreaterThan(20);
  });
});
