// `npm run accuracy`: every measuring scene in a process of its own, two at a time; prints the report and writes docs/accuracy.md.
import { fork } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { MEASURED } from './detector-model.ts';
import { planFile, type Plan } from './plan.ts';
import { report } from './report.ts';
import { runStreet } from './run.ts';
import { newScore, type Score } from './score.ts';

const SCENES = new URL('./scenes/', import.meta.url);
const readPlan = (file: string): Plan => planFile.parse(parse(readFileSync(new URL(file, SCENES), 'utf8')));

/** A scene is run in parts, each with a seed of its own, so that two cores finish together. `bare`: without its calibration. */
type Part = { readonly file: string; readonly part: number; readonly vehicles: number; readonly bare: boolean };
const PART = 850;

function parts(role: Plan['role'], share: number): readonly Part[] {
  return readdirSync(SCENES).filter((file) => file.endsWith('.yaml')).sort().flatMap((file) => {
    const plan = readPlan(file);
    if (plan.role !== role) return [];
    const total = Math.max(20, Math.round(plan.vehicles * share));
    const count = Math.ceil(total / PART);
    const vehicles = Math.ceil(total / count);
    const whole = Array.from({ length: count }, (_, part) => ({ file, part, vehicles, bare: false }));
    return plan.calibrated ? [...whole, { file, part: count, vehicles, bare: true }] : whole;
  });
}

function runPart({ file, part, vehicles, bare }: Part): Score {
  const plan = readPlan(file);
  return runStreet({ ...plan, seed: plan.seed + 1000 * part, calibrated: plan.calibrated && !bare }, vehicles, MEASURED);
}

/** Plain JSON between processes: maps as arrays. */
const pack = (score: Score): object => ({ ...score, tallies: [...score.tallies], voids: [...score.voids], voidsOf: [], missed: [] });
function unpack(plan: Plan, told: Pick<Score, 'vehicles' | 'frames' | 'updates' | 'kept' | 'wrongs' | 'speedTried' | 'speedWithin'> & { tallies: [string, ReturnType<Score['tallies']['get']>][]; voids: [string, number][] }): Score {
  const score = newScore(plan);
  Object.assign(score, { vehicles: told.vehicles, frames: told.frames, updates: told.updates, kept: told.kept, speedTried: told.speedTried, speedWithin: told.speedWithin });
  for (const [key, each] of told.tallies) if (each !== undefined) score.tallies.set(key, each);
  for (const [key, count] of told.voids) score.voids.set(key, count);
  score.wrongs.push(...told.wrongs);
  return score;
}

async function inChild(part: Part): Promise<Score> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--part', JSON.stringify(part)], { execArgv: process.execArgv });
    child.once('message', (told) => resolve(unpack(readPlan(part.file), JSON.parse(String(told)))));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`${part.file} part ${part.part} ended with ${code}`));
    });
  });
}

const byPlan = (a: Score, b: Score): number => a.plan.localeCompare(b.plan);

async function main(role: Plan['role'], share: number): Promise<void> {
  const started = process.hrtime.bigint();
  const all = [...parts(role, share)];
  const count = all.length;
  const scores: Score[] = [];
  const bare: Score[] = [];
  const worker = async (): Promise<void> => {
    for (let part = all.shift(); part !== undefined; part = all.shift()) {
      (part.bare ? bare : scores).push(await inChild(part));
      process.stderr.write(`${scores.length + bare.length}/${count} ${part.file} part ${part.part}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, worker));
  const { text, vehicles } = report(scores.sort(byPlan), bare.sort(byPlan), MEASURED, Number(process.hrtime.bigint() - started) / 1e9, share);
  process.stdout.write(text);
  if (share === 1 && role === 'measure' && vehicles >= 20_000) writeFileSync(new URL('../../docs/accuracy.md', import.meta.url), text);
  else process.stderr.write('a part of the measurement: docs/accuracy.md is left as it is\n');
}

const [mode, value] = process.argv.slice(2);
if (mode === '--part') process.send?.(JSON.stringify(pack(runPart(JSON.parse(value ?? '')))), () => process.exit(0));
else await main(mode === '--tune' ? 'tune' : 'measure', mode === undefined ? 1 : Number(value ?? 1));
