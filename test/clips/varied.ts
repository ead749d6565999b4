// `npm run varied [-- NAME…]`: the real clips and the bundled sample, each as it is, mirrored, smaller, and darker and noisier; prints what was found, missed and accused falsely.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { findFfmpeg, useFfmpeg } from '../../cameras/ffmpeg.ts';
import { loadCamera } from '../../cameras/registry.ts';
import { inheritedEnvironment, readConfig } from '../../cli/config.ts';
import { judgeClip } from '../../cli/judge.ts';
import type { JudgedOffence } from '../../cli/judged.ts';
import { cameraFile } from '../../domain/scene.ts';
import { OWN_MANIFEST } from '../../models/eyes.ts';
import { FILTERS, FORMS, GROWTH, mirroredFile, type Form } from './forms.ts';
import { readTruth, score, type ClipTruth } from './score.ts';

const CLIPS = new URL('../../../shared/data/clips/', import.meta.url).pathname;
const HERE = new URL('.', import.meta.url).pathname;
const SAMPLE = new URL('../../sandbox/sample/', import.meta.url).pathname;
type Recording = { readonly name: string; readonly clip: string; readonly camera: string; readonly widthPx: number; readonly truth: ClipTruth };
/** Camera file, clip, and the picture's width in which the truth is told. */
const REAL = [['hanoi-red-light', 'mp4', 640], ['right-arrow', 'mp4', 1620], ['lane-white-van-left', 'mp4', 1280], ['lane-army-jeep-right', 'mp4', 1280], ['lane-jeep-and-car-right', 'mp4', 1280], ['roadside-vn', 'mp4', 720], ['uae-red', 'mov', 1280], ['bangkok-amber-to-red', 'mp4', 352]] as const;

async function recordings(): Promise<readonly Recording[]> {
  const told = z.object({ offences: z.array(z.object({ offence: z.string(), t_s: z.number(), vehicle: z.string() })) }).parse(JSON.parse(await readFile(`${SAMPLE}truth.json`, 'utf8')));
  const sample = { name: 'sample', clip: `${SAMPLE}clip.mp4`, camera: `${SAMPLE}camera.yaml`, widthPx: 1920, truth: { events: told.offences.map(({ offence, t_s, vehicle }) => ({ t: t_s, offence, kind: vehicle })), ambiguous: [], plates: [] } };
  if (!existsSync(`${CLIPS}ground-truth.yaml`)) {
    process.stderr.write(`${CLIPS} is not here: only the bundled sample is varied\n`);
    return [sample];
  }
  const truth = readTruth(await readFile(`${CLIPS}ground-truth.yaml`, 'utf8'));
  return [sample, ...REAL.map(([name, ending, widthPx]) => ({ name, clip: `${CLIPS}${name}.${ending}`, camera: `${HERE}${name}.yaml`, widthPx, truth: truth[`${name}.${ending}`] ?? { events: [], ambiguous: [], plates: [] } }))];
}

async function judged({ clip, camera: path }: Recording, form: Form, folder: string, ffmpeg: string): Promise<readonly JudgedOffence[]> {
  const { camera, sha256 } = await loadCamera(path);
  const filter = FILTERS[form];
  const varied = join(folder, `varied${extname(clip)}`);
  if (filter !== null) await promisify(execFile)(ffmpeg, ['-y', '-loglevel', 'error', '-i', clip, '-an', '-vf', filter, '-fps_mode', 'passthrough', '-preset', 'ultrafast', '-crf', '12', varied]);
  const { offences } = await judgeClip({ clip: filter === null ? clip : varied, camera: form === 'mirrored' ? cameraFile.parse(mirroredFile(camera)) : camera, sha256, manifest: OWN_MANIFEST, threads: 2 });
  return offences;
}

/** Where it would be in the recording as it is. */
const back = (offence: JudgedOffence, form: Form, widthPx: number): JudgedOffence => {
  const [x, y] = offence.point_px;
  return { ...offence, point_px: form === 'mirrored' ? [widthPx - x, y] : [x * GROWTH[form], y * GROWTH[form]] };
};

const only = process.argv.slice(2);
const config = readConfig(inheritedEnvironment());
const { path: ffmpeg } = await findFfmpeg(config.ffmpegPath, config.path);
useFfmpeg(ffmpeg);
const folder = await mkdtemp(join(tmpdir(), 'varied-'));
const sums = new Map<Form, { hits: number; of: number; wrong: number }>(FORMS.map((form) => [form, { hits: 0, of: 0, wrong: 0 }]));
try {
  for (const recording of await recordings()) {
    if (only.length > 0 && !only.includes(recording.name)) continue;
    for (const form of FORMS) {
      const found = (await judged(recording, form, folder, ffmpeg)).map((offence) => back(offence, form, recording.widthPx));
      const { hits, missed, wrong } = score(found, recording.truth, recording.widthPx);
      const sum = sums.get(form);
      if (sum !== undefined) Object.assign(sum, { hits: sum.hits + hits, of: sum.of + recording.truth.events.length, wrong: sum.wrong + wrong.length });
      process.stdout.write(`${recording.name.padEnd(24)} ${form.padEnd(9)} ${hits} of ${recording.truth.events.length}  false ${wrong.length}${missed.map(({ offence, t }) => `  missed ${offence} ${JSON.stringify(t)}`).join('')}${wrong.map(({ offence, t_s }) => `  FALSE ${offence} ${t_s}`).join('')}\n`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const [form, { hits, of, wrong }] of sums) process.stdout.write(`${form.padEnd(9)} ${hits} of ${of}, false ${wrong}\n`);
