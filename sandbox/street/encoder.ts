// Frames become H.264: raw pixels into a nearly lossless master, and the master into a clip that looks like a camera's.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export type FrameSink = { readonly write: (pixels: Buffer) => Promise<void>; readonly finish: () => Promise<void> };
export type FrameFormat = { readonly width: number; readonly height: number; readonly fps: number };

/** A slight lens blur and sensor noise: detectors trained on photographs expect both. */
const CAMERA_LOOK = 'gblur=sigma=0.45,noise=c0s=3:c0f=t:c1s=2:c1f=t:c2s=2:c2f=t';
const QUIET = ['-v', 'error', '-y'];

/** RGBA frames, bottom row first, into `file`: a video, or one picture when it ends in .png. */
export function openMaster({ width, height, fps }: FrameFormat, file: string): FrameSink {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', String(fps), '-i', '-', '-vf', 'vflip'];
  const picture = ['-frames:v', '1'];
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '6', '-pix_fmt', 'yuv420p'];
  const child = spawn('ffmpeg', [...QUIET, ...input, ...(file.endsWith('.png') ? picture : video), file], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = ending(child, file);
  return {
    write: async (pixels) => {
      if (!child.stdin.write(pixels)) await once(child.stdin, 'drain');
    },
    finish: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

export async function encodeClip(master: string, clip: string, options: { readonly crf: number; readonly fps: number; readonly title: string }): Promise<void> {
  const video = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', String(options.crf), '-g', String(Math.round(options.fps * 2)), '-pix_fmt', 'yuv420p', '-movflags', '+faststart'];
  const words = ['-metadata', `title=${options.title}`, '-metadata', 'comment=HÌNH MÔ PHỎNG / SYNTHETIC: rendered, not filmed'];
  const child = spawn('ffmpeg', [...QUIET, '-i', master, '-vf', CAMERA_LOOK, ...video, ...words, clip], { stdio: 'inherit' });
  await ending(child, clip);
}

async function ending(child: ChildProcess, file: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with code ${code} while writing ${file}`))));
  });
}
