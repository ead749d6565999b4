// A camera becomes an endless sequence of Frames: it reconnects after faults, and tells every gap.
import { createHash } from 'node:crypto';
import { open, rm, mkdir, stat } from 'node:fs/promises';
import type { Clock } from '../domain/clock.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import type { Frame } from '../domain/sighting.ts';
import { epochMs, mediaMs, sessionId, type CameraId, type EpochMs, type SessionId } from '../domain/units.ts';
import { decode, isLive, type Decoding, type RawFrame } from './decode.ts';

/** A stretch of time in which the camera saw nothing for us. */
export type Gap = { readonly camera: CameraId; readonly from: EpochMs; readonly to: EpochMs; readonly reason: string };

export type StreamOptions = {
  readonly camera: CameraId;
  readonly url: string;
  readonly transport: 'tcp' | 'udp';
  readonly sampleMs: number;
  readonly clockErrorMs: number;
  /** Capture time of a recording's first frame; null = the file's modification time, for want of better. */
  readonly startsAt: EpochMs | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Folder for copies of a live stream's packets, and how many seconds of them. */
  readonly keep?: { readonly folder: string; readonly seconds: number };
  readonly onGap: (gap: Gap) => void;
  /** Frames dropped so far because the pipeline was slower than the stream. */
  readonly onDrop?: (total: number) => void;
  /** Length of a recording, told with its first frame. */
  readonly onDuration?: (ms: number) => void;
};

/** No frame for so long means that the stream is dead though its connection is not. */
const STALL_MS = 10_000;
const PAUSE_MS = { first: 1000, most: 30_000 };

/** Frames of a file until its end, or of a live stream until `signal` aborts. A network fault never throws. */
export async function* frames(options: StreamOptions): AsyncGenerator<Frame> {
  if (isLive(options.url)) yield* liveFrames(options);
  else yield* fileFrames(options);
}

async function* fileFrames(options: StreamOptions): AsyncGenerator<Frame> {
  const { url, camera, signal } = options;
  const startsAt = options.startsAt ?? (await modifiedAt(url));
  const session = sessionId(`${camera}-${(await fingerprint(url)).slice(0, 16)}`);
  const decoding = decode({ ...options, live: false });
  const stop = (): void => decoding.stop();
  signal.addEventListener('abort', stop, { once: true });
  let first: number | null = null;
  for await (const raw of decoding.frames) {
    if (first === null) {
      const durationMs = decoding.durationMs();
      if (durationMs !== null) options.onDuration?.(durationMs);
      first = raw.ptsMs;
    }
    yield frameOf(raw, options, session, raw.ptsMs - first, epochMs(startsAt + raw.ptsMs - first));
  }
  signal.removeEventListener('abort', stop);
  if (first === null && !signal.aborted) throw new Failure('bad_video', `${url}: not one picture could be read: ${(await decoding.ended).reason}`);
}

async function* liveFrames(options: StreamOptions): AsyncGenerator<Frame> {
  const { clock, camera, signal, onGap, keep } = options;
  let pause = PAUSE_MS.first;
  let lastSeen: EpochMs = clock.now();
  let reason = '';
  while (!signal.aborted) {
    if (keep !== undefined) await freshFolder(keep.folder);
    const decoding = decode({ ...options, live: true });
    const watchdog = watchForStall(decoding, options);
    let timeline: Timeline | null = null;
    for await (const raw of decoding.frames) {
      const now = clock.now();
      if (timeline === null) {
        if (reason !== '') onGap({ camera, from: lastSeen, to: now, reason });
        timeline = startTimeline(camera, raw, now);
        pause = PAUSE_MS.first;
      }
      lastSeen = now;
      watchdog.fed();
      yield place(timeline, raw, options, now);
    }
    watchdog.stop();
    options.onDrop?.(decoding.dropped());
    reason = (await decoding.ended).reason;
    if (signal.aborted) return;
    await clock.sleep(pause, signal);
    pause = Math.min(pause * 2, PAUSE_MS.most);
  }
}

/**
 * Ties a session's media time to the wall clock by the packet that travelled fastest. A camera's own clock runs fast or slow by some ppm, so
 * the tie loosens with time until another packet is as fast: what it may have drifted meanwhile is added to the clock's error.
 */
type Timeline = { readonly session: SessionId; readonly firstPtsMs: number; startedAt: number; tiedAt: number; lastAt: number };
const DRIFT = 200e-6;

const startTimeline = (camera: CameraId, raw: RawFrame, now: EpochMs): Timeline => ({ session: sessionId(`${camera}-${now}`), firstPtsMs: raw.ptsMs, startedAt: now, tiedAt: 0, lastAt: 0 });

function place(timeline: Timeline, raw: RawFrame, options: StreamOptions, now: EpochMs): Frame {
  const at = raw.ptsMs - timeline.firstPtsMs;
  const loosened = timeline.startedAt + Math.max(0, at - timeline.lastAt) * DRIFT;
  timeline.lastAt = at;
  if (now - at <= loosened) Object.assign(timeline, { startedAt: now - at, tiedAt: at });
  else timeline.startedAt = loosened;
  const clockErrorMs = options.clockErrorMs + (at - timeline.tiedAt) * DRIFT;
  return frameOf(raw, { ...options, clockErrorMs }, timeline.session, at, epochMs(timeline.startedAt + at));
}

function frameOf(raw: RawFrame, options: StreamOptions, session: SessionId, at: number, capturedAt: EpochMs): Frame {
  const { widthPx, heightPx, rgb } = raw;
  return { camera: options.camera, session, at: mediaMs(at), capturedAt, clockErrorMs: options.clockErrorMs, widthPx, heightPx, rgb };
}

function watchForStall(decoding: Decoding, { clock, signal }: StreamOptions): { readonly fed: () => void; readonly stop: () => void } {
  const over = new AbortController();
  let fedAt = clock.monotonicMs();
  const abort = (): void => {
    over.abort();
    decoding.stop();
  };
  signal.addEventListener('abort', abort, { once: true });
  void (async () => {
    while (!over.signal.aborted) {
      await clock.sleep(STALL_MS / 4, over.signal);
      if (clock.monotonicMs() - fedAt > STALL_MS) decoding.stop();
    }
  })();
  return {
    fed: () => {
      fedAt = clock.monotonicMs();
    },
    stop: () => {
      over.abort();
      signal.removeEventListener('abort', abort);
    },
  };
}

/** Names a recording by its size and its ends: the same file judged twice is the same session. */
async function fingerprint(path: string): Promise<string> {
  const END = 1 << 20;
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256').update(String(size));
    for (const position of [0, Math.max(0, size - END)]) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(END), 0, END, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  try {
    return await open(path);
  } catch (cause) {
    throw new Failure('bad_video', `${path}: expected a video file or an rtsp:// address; ${reasonOf(cause)}`, { cause });
  }
}

const modifiedAt = async (path: string): Promise<EpochMs> => {
  const { mtimeMs } = await stat(path).catch((cause: unknown) => {
    throw new Failure('bad_video', `${path}: expected a video file or an rtsp:// address; ${reasonOf(cause)}`, { cause });
  });
  return epochMs(Math.round(mtimeMs));
};

async function freshFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}
