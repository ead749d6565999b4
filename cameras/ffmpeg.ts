// The one door to ffmpeg: which binary, how a process is started, watched and ended.
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { PassThrough } from 'node:stream';
import ffmpeg from 'fluent-ffmpeg';
import { systemClock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';

export type Command = ffmpeg.FfmpegCommand;
type Found = { readonly path: string; readonly bundled: boolean };

/** `FFMPEG_PATH` as given, else the system's, else the npm package's build of 2018 (GPL; warn). */
export async function findFfmpeg(configured: string | undefined, path: string): Promise<Found> {
  const candidates = configured === undefined ? path.split(delimiter).map((folder) => join(folder, 'ffmpeg')) : [configured];
  for (const candidate of candidates) {
    if (await exists(candidate)) return { path: candidate, bundled: false };
  }
  if (configured !== undefined) throw new Failure('bad_config', `FFMPEG_PATH: no file at ${configured}; give the path of an ffmpeg binary or unset it`);
  const installer = await import('@ffmpeg-installer/ffmpeg');
  return { path: installer.default.path, bundled: true };
}

/** Says once which binary every command of this process uses. */
export const useFfmpeg = (path: string): void => {
  ffmpeg.setFfmpegPath(path);
};

/** How a process ended: nothing is thrown, the reader asks why. */
export type Ended = { readonly ok: boolean; readonly stopped: boolean; readonly reason: string };

export type Running = {
  readonly stdout: PassThrough;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ended>;
  /** SIGTERM, then SIGKILL after two seconds. */
  readonly stop: () => void;
};

/** Starts a command whose main output is a pipe; `onLine` gets every line of stderr. */
export function run(command: Command, onLine: (line: string) => void): Running {
  const stdout = new PassThrough({ highWaterMark: 1 << 20 });
  const { ended, stop } = watch(command, onLine);
  command.pipe(stdout, { end: true });
  return { stdout, ended, stop };
}

/** Starts a command that writes files and resolves when it has ended well. Throws Failure('bad_video'). */
export async function finish(command: Command): Promise<void> {
  const { ended } = watch(command, () => undefined);
  command.run();
  const { ok, reason } = await ended;
  if (!ok) throw new Failure('bad_video', `ffmpeg: ${reason}`);
}

/** A fresh command; the input is a file path, an address, or a stream of bytes. */
export const command = (input: string | PassThrough): Command => ffmpeg({ logger: undefined }).input(input);

/** An empty command for several inputs or virtual ones. */
export const bareCommand = (): Command => ffmpeg();

function watch(process: Command, onLine: (line: string) => void): { readonly ended: Promise<Ended>; readonly stop: () => void } {
  let stopped = false;
  let over = false;
  let lastLine = '';
  const ended = new Promise<Ended>((resolve) => {
    process.on('stderr', (line: string) => {
      if (line.trim() !== '' && !line.includes('pts_time')) lastLine = line.trim();
      onLine(line);
    });
    process.on('end', () => {
      over = true;
      resolve({ ok: true, stopped, reason: 'ended' });
    });
    process.on('error', (error: Error) => {
      over = true;
      resolve({ ok: false, stopped, reason: stopped ? 'stopped' : `${error.message}; last words: ${lastLine}` });
    });
  });
  const stop = (): void => {
    if (over || stopped) return;
    stopped = true;
    process.kill('SIGTERM');
    void systemClock.sleep(2000).then(() => {
      if (!over) process.kill('SIGKILL');
    });
  };
  return { ended, stop };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
