// Cuts a clip out of a recording, or out of the kept packets of a live stream, without encoding again.
import { readFile, rm, writeFile, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { PassThrough } from 'node:stream';
import { bareCommand, command, finish } from './ffmpeg.ts';

/** Null where nothing was kept of that time. The clip begins at the key frame at or before `fromMs`. */
export type CutClip = (fromMs: number, toMs: number) => Promise<Uint8Array | null>;

type Place = { readonly temporary: string };

/** Clips of a file; times are media time from its first frame. */
export function fileClips(url: string, { temporary }: Place): CutClip {
  return async (fromMs, toMs) =>
    intoFile(temporary, async (output) => {
      const process = command(url)
        .inputOptions(['-ss', seconds(fromMs), '-to', seconds(toMs), '-nostdin', '-hide_banner'])
        .outputOptions([...COPY])
        .output(output);
      await finish(process);
    });
}

/** Clips of a live stream from the segments that `decode` keeps in `folder`. */
export function liveClips(folder: string, { temporary }: Place): CutClip {
  return async (fromMs, toMs) => {
    const wanted = (await segments(folder)).filter((segment) => segment.toMs > fromMs && segment.fromMs < toMs);
    if (wanted.length === 0) return null;
    return intoFile(temporary, async (output, work) => {
      const list = join(work, 'list.txt');
      await writeFile(list, wanted.map(({ file }) => `file '${join(folder, file)}'\n`).join(''));
      await finish(bareCommand().input(list).inputOptions(['-f', 'concat', '-safe', '0', '-nostdin', '-hide_banner']).outputOptions([...COPY]).output(output));
    });
  };
}

/** Writes raw RGB frames of one size as an H.264 file; `close` resolves when it is complete. */
export async function encode(pixels: PassThrough, output: string, { widthPx, heightPx, fps }: { readonly widthPx: number; readonly heightPx: number; readonly fps: number }): Promise<void> {
  await finish(
    command(pixels)
      .inputOptions(['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${widthPx}x${heightPx}`, '-r', String(fps)])
      .outputOptions(['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'])
      .output(output),
  );
}

const COPY = ['-map', '0:v:0', '-c', 'copy', '-an', '-avoid_negative_ts', 'make_zero', '-movflags', '+faststart', '-f', 'mp4', '-y'] as const;
const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);

async function intoFile(temporary: string, write: (output: string, work: string) => Promise<void>): Promise<Uint8Array> {
  const work = await mkdtemp(join(temporary, 'clip-'));
  try {
    const output = join(work, 'clip.mp4');
    await write(output, work);
    return await readFile(output);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

type Segment = { readonly file: string; readonly fromMs: number; readonly toMs: number };

async function segments(folder: string): Promise<readonly Segment[]> {
  const text = await readFile(join(folder, 'list.csv'), 'utf8').catch(() => '');
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .flatMap(([file, from, to]) => (file === undefined || from === undefined || to === undefined ? [] : [{ file, fromMs: Number(from) * 1000, toMs: Number(to) * 1000 }]));
}
