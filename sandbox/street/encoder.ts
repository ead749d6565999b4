// Frames become H.264: raw pixels into a clip that looks like a camera's.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export type FrameSink = { readonly write: (pixels: Buffer) => Promise<void>; readonly finish: () => Promise<void> };
export type FrameFormat = { readonly width: number; readonly height: number; readonly fps: number };

/** Sensor noise, and a slight lens blur: detectors trained on photographs expect both. */
const cameraLook = (noise: number): string => `gblur=sigma=0.35,noise=c0s=${noise}:c0f=t`;
const QUIET = ['-v', 'error', '-y'];

export type ClipLook = { readonly crf: number; readonly title: string; readonly noise?: number };

/** RGBA frames, top row first, into `file`: a clip as a camera would send it, or one picture when it ends in .png. */
export function openClip({ width, height, fps }: FrameFormat, file: string, { crf, title, noise = 3 }: ClipLook): FrameSink {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', String(fps), '-i', '-', '-vf', `format=yuv420p,${cameraLook(noise)}`];
  const picture = ['-frames:v', '1'];
  const words = ['-metadata', `title=${title}`, '-metadata', 'comment=HÌNH MÔ PHỎNG / SYNTHETIC: rendered, not filmed'];
  const video = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', String(crf), '-g', String(Math.round(fps * 2)), '-pix_fmt', 'yuv420p', '-movflags', '+faststart', ...words];
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

async function ending(child: ChildProcess, file: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with code ${code} while writing ${file}`))));
  });
}
