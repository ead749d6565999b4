// `start`: everything on this machine, as processes of their own, and an end to all of them with Ctrl-C.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isLive } from '../cameras/decode.ts';
import { loadCamera } from '../cameras/registry.ts';
import { systemClock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import { openDatabase } from '../prisma/client.ts';
import { migrate } from '../prisma/migrate.ts';
import { casesFound, type FoundCase } from '../prisma/found.ts';
import { installCamera } from './camera-files.ts';
import type { Config } from './config.ts';
import { databaseUrl } from './database.ts';
import { demoAccounts, type DemoLogins } from './demo.ts';
import { appendLog } from './log.ts';
import { aborted, start as startChild, untilStopped, type Child } from './processes.ts';
import { progress, progressLine } from './progress.ts';
import { sampleCamera, sampleRegisters } from './sample.ts';
import { importRegisters } from './registry.ts';

export async function start(args: readonly string[], config: Config): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { source: { type: 'string' }, camera: { type: 'string' } } });
  if (values.source !== undefined && values.camera === undefined) throw new Failure('bad_config', '--source needs --camera CAMERA.yaml: lines and lamps belong to a view');
  const cameraPath = values.camera ?? sampleCamera;
  await mkdir(join(config.varFolder, 'log'), { recursive: true });
  const installed = await installCamera(config, cameraPath, values.source);
  const live = isLive((await loadCamera(installed)).camera.source.url);
  const over = untilStopped();
  const children: Child[] = [];
  const launch = launcher(children, config);
  try {
    if (config.databaseUrl === null) await within(over, launch('database', ['database']).ready);
    else await migrate(config.databaseUrl);
    const logins = await prepare(config);
    const servers = [launch('sandbox', ['sandbox']), launch('relay', ['relay']), launch('worker', ['work']), launch('console', ['serve', '--surface', 'console']), launch('portal', ['serve', '--surface', 'portal'])];
    const watcher = watchCamera(children, config, ['watch', '--camera', installed], live);
    await within(over, Promise.all(servers.map(async ({ ready }) => ready)));
    if (!live) {
      const code = await within(over, watcher.ended);
      if (code !== 0) throw new Failure('bad_video', `the pipeline ended with ${code}; see ${join(config.varFolder, 'log', 'watch.log')}`);
    }
    await summary(config, logins, live);
    await aborted(over);
    return 0;
  } catch (error) {
    if (over.aborted) return 0;
    throw error;
  } finally {
    process.stdout.write('\nstopping…\n');
    for (const child of children.toReversed()) await child.stop();
  }
}

/** Ends the waiting when Ctrl-C comes. */
async function within<T>(over: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([work, aborted(over).then(() => {
    throw new Error('stopped');
  })]);
}

type Launch = (name: string, args: readonly string[]) => Child;

function launcher(children: Child[], config: Config): Launch {
  return (name, args) => {
    const child = startChild({ name, args, keepAlive: true, clock: systemClock, onLog: logTo(config) });
    children.push(child);
    return child;
  };
}

function watchCamera(children: Child[], config: Config, args: readonly string[], live: boolean): Child {
  const onMessage = (message: unknown): void => {
    const told = progress.safeParse(message);
    if (!told.success) return;
    const line = progressLine(told.data);
    if (process.stdout.isTTY) process.stdout.write(`\r${line}\u001b[K${told.data.stage === 'finished' ? '\n' : ''}`);
    else if (told.data.stage !== 'watching' || told.data.frames % 50 === 0) process.stdout.write(`${line}\n`);
  };
  const child = startChild({ name: 'watch', args, keepAlive: live, clock: systemClock, onLog: logTo(config), onMessage });
  children.push(child);
  return child;
}

async function prepare(config: Config): Promise<DemoLogins | null> {
  const db = openDatabase({ url: await databaseUrl(config), connections: 3 });
  try {
    for (const [file, rows] of await importRegisters(db, systemClock, sampleRegisters)) process.stdout.write(`• register ${file}: ${rows} rows\n`);
    return config.demo ? await demoAccounts(db, config) : null;
  } finally {
    await db.close();
  }
}

async function summary(config: Config, logins: DemoLogins | null, live: boolean): Promise<void> {
  const db = openDatabase({ url: await databaseUrl(config), connections: 2 });
  const found = await casesFound(db).finally(async () => db.close());
  process.stdout.write(`\n${live ? 'watching; ' : ''}${found.length} case${found.length === 1 ? '' : 's'} on record:\n${found.map(caseLine).join('')}`);
  const base = `http://${config.host}`;
  process.stdout.write(`
  console of officers and operators   ${base}:${config.ports.console}
  owner portal                        ${config.portalUrl}
  VNeID (simulated)                   ${base}:${config.ports.vneid}
  mail (simulated)                    ${base}:${config.ports.mail}
`);
  if (logins !== null) process.stdout.write(`\n  demonstration log-ins:\n${logins.lines.map((line) => `    ${line}\n`).join('')}`);
  process.stdout.write('\nCtrl-C stops everything; nothing is lost.\n');
}

const caseLine = ({ number, offence, at, vehicle, plate, state }: FoundCase): string => `  ${number}  ${at}  ${offence.padEnd(10)} ${vehicle.padEnd(10)} ${(plate ?? 'plate not read').padEnd(14)} ${state}\n`;

function logTo(config: Config): (name: string, text: string) => void {
  const file = (name: string): string => join(config.varFolder, 'log', `${name}.log`);
  return (name, text) => appendLog(file(name), text);
}
