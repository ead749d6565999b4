// `camera calibrate`: points from files and flags, numbers for a person, and a camera file that is changed only when the road fits.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCamera } from '../../cameras/registry.ts';
import { camera } from '../../cli/camera.ts';
import { calibrateDeclared } from '../../domain/calibration.ts';
import { cameraYaml } from '../factories/camera.ts';

const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-calibrate-'));
afterAll(async () => rm(folder, { recursive: true, force: true }));
const path = join(folder, 'camera.yaml');
const COMMENT = '# the stop line was measured on 20 November\n';
beforeEach(async () => writeFile(path, `${COMMENT}${cameraYaml()}`));

/** A pole camera 8 m high, pitched 25°, 1920 × 1080: where a road point lies on the picture, pixels. */
function seen(x: number, y: number): readonly [number, number] {
  const pitch = (25 * Math.PI) / 180;
  const depth = y * Math.cos(pitch) + 8 * Math.sin(pitch);
  return [960 + (1500 * x) / depth, 540 + (1500 * (8 * Math.cos(pitch) - y * Math.sin(pitch))) / depth];
}
const ROAD = [[-4, 14], [4, 14], [4, 35], [-4, 35], [0, 20]] as const;
const csv = (wrongBy = 0): string => [
  'kind,x,y,a,b,c', ...ROAD.map(([x, y], i) => `point,${seen(x, y).map((value) => value.toFixed(2)).join(',')},${x},${i === 4 ? y + wrongBy : y}`),
  `length,${seen(1, 15).join(',')},${seen(1, 25).join(',')},10`,
].join('\n');

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true)),
  ];
  const code = await camera(['calibrate', ...args]).finally(() => spies.forEach((spy) => spy.mockRestore()));
  return { code, ...said };
}

describe('camera calibrate', () => {
  it('reads pixels from CSV, prints each point\'s distance, the length and the speed error, and writes it, comments kept', async () => {
    const points = join(folder, 'points.csv');
    await writeFile(points, csv());
    const { code, out } = await run(path, '--points', points, '--size', '1920x1080', '--write');
    expect(code).toBe(0);
    expect(out).toMatch(/point {2}5 .*off by 0\.00\d m/);
    expect(out).toMatch(/known 10 m, measured 10\.00\d m/);
    expect(out).toMatch(/speed error from the scale: 0\.0\d %/);
    const { camera: file } = await loadCamera(path);
    const found = file.calibration === undefined ? null : calibrateDeclared(file.calibration, 1920, 1080);
    expect(found?.state === 'accepted' && found.residual_m).toBeLessThan(0.01);
    expect(await readFile(path, 'utf8')).toContain(COMMENT);
  });

  it('refuses a residual that is too large with its number and leaves the file as it was', async () => {
    const points = join(folder, 'wrong.csv');
    await writeFile(points, csv(4));
    const before = await readFile(path, 'utf8');
    const { code, err } = await run(path, '--points', points, '--size', '1920x1080', '--write');
    expect(code).toBe(1);
    expect(err).toMatch(/refused: residual \d\.\d{3} m is more than the allowed 0\.3 m; .* was not changed/);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('takes flags, and says that four points alone prove nothing', async () => {
    const flags = ROAD.slice(0, 4).flatMap(([x, y]) => ['--point', `${seen(x, y).join(',')}=${x},${y}`]);
    expect((await run(path, ...flags, '--size', '1920x1080')).out).toContain('speeds are screening only and can never become a notice');
    const [a, b] = [seen(1, 15), seen(1, 25)];
    const long = await run(path, ...flags, '--length', `${a.join(',')},${b.join(',')}=11`, '--size', '1920x1080', '--write');
    expect(long.code).toBe(1);
    expect(long.err).toContain('a known length is off by 9.1 %');
    await expect(run(path, '--point', '5000,1=0,0', '--size', '1920x1080')).rejects.toThrow('lies outside the picture');
    await expect(run(path, '--point', 'here=0,0')).rejects.toThrow('expected point,X,Y,ROAD_X_M,ROAD_Y_M');
  });

  it('reads YAML as it stands in a camera file, and judges again what a camera file already holds', async () => {
    const points = join(folder, 'points.yaml');
    await writeFile(points, `points:\n${ROAD.map(([x, y]) => `  - { at: [${seen(x, y)[0] / 1920}, ${seen(x, y)[1] / 1080}], road_m: [${x}, ${y}] }\n`).join('')}`);
    expect((await run(path, '--points', points, '--write')).code).toBe(0);
    const again = await run(path);
    expect(again.code).toBe(0);
    expect(again.out).toMatch(/residual 0\.000 m/);
  });
});

it('camera check refuses a file whose calibration would be refused, with the number', async () => {
  await writeFile(path, `${cameraYaml()}calibration:\n  points:\n${ROAD.map(([x, y], i) => `    - { at: [${seen(x, y)[0] / 1920}, ${seen(x, y)[1] / 1080}], road_m: [${x}, ${i === 4 ? y + 5 : y}] }\n`).join('')}`);
  await expect(loadCamera(path)).rejects.toThrow(/calibration: residual \d\.\d{3} m is more than/);
});
