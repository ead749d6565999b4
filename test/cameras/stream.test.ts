// Real ffmpeg on a real file and a real RTSP server: times, reconnection, gaps and clips.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileClips, liveClips } from '../../cameras/clip.ts';
import { bareCommand, finish } from '../../cameras/ffmpeg.ts';
import { frames, type Gap, type StreamOptions } from '../../cameras/stream.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Frame } from '../../domain/sighting.ts';
import { cameraId, epochMs } from '../../domain/units.ts';

let folder = '';
let file = '';
const servers: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-'));
  file = join(folder, 'clip.mp4');
  await finish(bareCommand().input('testsrc=size=320x240:rate=25:duration=8').inputFormat('lavfi').outputOptions(['-c:v', 'libx264', '-g', '25', '-bf', '0', '-pix_fmt', 'yuv420p', '-y']).output(file));
});
afterAll(async () => {
  for (const server of servers) server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const options = (overrides: Partial<StreamOptions> = {}): StreamOptions => ({
  camera: cameraId('test'), url: file, transport: 'tcp', sampleMs: 200, clockErrorMs: 50, startsAt: epochMs(1_000_000), clock: systemClock,
  signal: new AbortController().signal, onGap: () => undefined, ...overrides,
});

async function serve(port: number): Promise<ChildProcess> {
  const server = spawn('/usr/bin/python3', [join(import.meta.dirname, '../rtsp/server.py'), String(port), `cam=${file}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
  await new Promise((resolve, reject) => {
    server.stdout?.once('data', resolve);
    server.once('exit', (code) => reject(new Error(`the RTSP server ended with ${code}; are gir1.2-gst-rtsp-server-1.0 and python3-gi installed?`)));
  });
  return server;
}

describe('a file', () => {
  it('is sampled by media time, with capture times from its start', async () => {
    const seen: Frame[] = [];
    for await (const frame of frames(options())) seen.push(frame);
    expect(seen.length).toBe(40);
    expect(seen[5]).toMatchObject({ at: 1000, capturedAt: 1_001_000, widthPx: 320, heightPx: 240 });
    expect(seen[5]?.rgb.length).toBe(320 * 240 * 3);
  });

  it('judged twice is the same session', async () => {
    const first = async (): Promise<string> => {
      for await (const frame of frames(options())) return frame.session;
      return '';
    };
    expect(await first()).toBe(await first());
  });

  it('that is no video is refused with what was expected', async () => {
    const text = join(folder, 'notes.txt');
    await writeFile(text, 'not a video');
    await expect(async () => {
      for await (const frame of frames(options({ url: text }))) expect(frame).toBeUndefined();
    }).rejects.toMatchObject({ code: 'bad_video' });
  });

  it('gives a clip cut from its own packets', async () => {
    const clip = await fileClips(file, { temporary: folder })(2000, 5000);
    expect(clip?.length).toBeGreaterThan(10_000);
  });
});

describe('a live stream', () => {
  it.each([['tcp', 18554], ['udp', 18555]] as const)('over %s arrives, survives the death of its server, and the gap is told', async (transport, port) => {
    const first = await serve(port);
    const gaps: Gap[] = [];
    const over = new AbortController();
    const sessions = new Set<string>();
    const keep = { folder: join(folder, `keep-${transport}`), seconds: 20 };
    let afterReturn = 0;
    for await (const frame of frames(options({ url: `rtsp://127.0.0.1:${port}/cam`, transport, keep, signal: over.signal, onGap: (gap) => gaps.push(gap) }))) {
      sessions.add(frame.session);
      if (sessions.size === 1 && frame.at > 4500 && first.exitCode === null && !first.killed) {
        expect((await liveClips(keep.folder, { temporary: folder })(0, 2500))?.length).toBeGreaterThan(5000);
        first.kill('SIGKILL');
        await serve(port);
      }
      if (sessions.size === 2) afterReturn += 1;
      if (afterReturn > 5) over.abort();
    }
    expect(sessions.size).toBe(2);
    expect(gaps.length).toBe(1);
    expect(gaps[0]?.to).toBeGreaterThan(gaps[0]?.from ?? 0);
  }, 60_000);
});
