// A video address becomes raw RGB frames, sampled by media time, each with its presentation time.
import { systemClock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import { command, run, type Ended } from './ffmpeg.ts';

export type RawFrame = { readonly ptsMs: number; readonly widthPx: number; readonly heightPx: number; readonly rgb: Uint8Array };

export type DecodeOptions = {
  readonly url: string;
  readonly transport: 'tcp' | 'udp';
  /** One frame at most every so many milliseconds of media time. */
  readonly sampleMs: number;
  /** For a live stream: drop the oldest undelivered frame rather than wait for the reader. */
  readonly live: boolean;
  /** Where copies of the live stream's packets are kept for clips, and for how long. */
  readonly keep?: { readonly folder: string; readonly seconds: number };
};

export type Decoding = {
  readonly frames: AsyncIterable<RawFrame>;
  readonly ended: Promise<Ended>;
  readonly stop: () => void;
  /** Frames that were thrown away because the reader was slower than the stream. */
  readonly dropped: () => number;
  /** Length of a recording, once its head has been read; null for a live stream. */
  readonly durationMs: () => number | null;
};

const SEGMENT_S = 2;
const QUEUE = 4;

export const isLive = (url: string): boolean => /^rtsps?:\/\//i.test(url);

/** Starts ffmpeg on the address. The iterator ends with the stream; `ended` says why. */
export function decode(options: DecodeOptions): Decoding {
  const pts: number[] = [];
  let size: { readonly widthPx: number; readonly heightPx: number } | null = null;
  let inOutput = false;
  let durationMs: number | null = null;
  const running = run(build(options), (line) => {
    const time = /pts_time:(-?[\d.]+)/.exec(line)?.[1];
    if (time !== undefined) pts.push(Number(time) * 1000);
    const [, hours, minutes, seconds] = /^ *Duration: (\d+):(\d\d):([\d.]+)/.exec(line) ?? [];
    if (seconds !== undefined) durationMs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    if (/^Output #\d+, rawvideo/.test(line)) inOutput = true;
    const found = inOutput && size === null ? /Video: rawvideo.*?, (\d+)x(\d+)/.exec(line) : null;
    if (found !== null) size = { widthPx: Number(found[1]), heightPx: Number(found[2]) };
  });
  let dropped = 0;
  async function* frames(): AsyncGenerator<RawFrame> {
    const chunks = new ChunkReader(running.stdout);
    try {
      for (;;) {
        if (!(await chunks.has(1))) return;
        if (size === null) throw new Failure('bad_video', 'ffmpeg sent pixels before it told the size of the picture');
        const { widthPx, heightPx } = size;
        const rgb = await chunks.take(widthPx * heightPx * 3);
        if (rgb === null) return;
        yield { ptsMs: await nextTime(pts), widthPx, heightPx, rgb };
      }
    } finally {
      running.stop();
    }
  }
  const source = options.live ? freshest(frames(), QUEUE, () => (dropped += 1)) : frames();
  return { frames: source, ended: running.ended, stop: running.stop, dropped: () => dropped, durationMs: () => durationMs };
}

function build({ url, transport, sampleMs, live, keep }: DecodeOptions): ReturnType<typeof command> {
  const stampMs = (sampleMs - 1) / 1000;
  const filters = [
    `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${stampMs})`,
    'metadata=mode=add:key=sampled:value=1',
    'metadata=mode=print:key=sampled',
  ];
  const process = command(url);
  if (live) process.inputOptions(['-rtsp_transport', transport, '-fflags', '+genpts']);
  if (/^rtsp/i.test(url)) process.inputOptions(['-analyzeduration', '1000000', '-probesize', '1000000']);
  process.inputOptions(['-hide_banner', '-nostdin', '-nostats']);
  // The other output copies the packets as they came: clips are cut from it and never encoded again. It comes first: the pipe is appended last.
  if (keep !== undefined) process.outputOptions(packetCopy(keep));
  return process.outputOptions(['-map', '0:v:0', '-an', '-vf', filters.join(','), '-vsync', '0', '-pix_fmt', 'rgb24', '-f', 'rawvideo']);
}

/** Through a fifo that recovers: a packet without a time (B-frames over RTP) must not end the pictures. */
function packetCopy({ folder, seconds }: { readonly folder: string; readonly seconds: number }): string[] {
  const kept = Math.ceil(seconds / SEGMENT_S);
  const segments = `segment_time=${SEGMENT_S}:segment_format=mpegts:segment_list=${folder}/list.csv:segment_list_type=csv:segment_list_size=${kept}:segment_wrap=${kept + 2}`;
  return ['-map', '0:v:0', '-c', 'copy', '-f', 'fifo', '-fifo_format', 'segment', '-format_opts', segments, '-drop_pkts_on_overflow', '1',
    '-attempt_recovery', '1', '-recover_any_error', '1', '-recovery_wait_time', '0.2', `${folder}/%05d.ts`];
}

/** Times come on stderr, pixels on stdout: the later of the two is awaited. Throws when the time of a picture never comes. */
async function nextTime(pts: number[]): Promise<number> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const time = pts.shift();
    if (time !== undefined) return time;
    await systemClock.sleep(tries < 50 ? 0 : 5);
  }
  throw new Failure('bad_video', 'ffmpeg sent a picture without its presentation time');
}

/** Reads exact numbers of bytes from a stream, without copying what fits in one chunk. */
class ChunkReader {
  readonly #source: AsyncIterator<Buffer>;
  #chunks: Buffer[] = [];
  #length = 0;
  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }
  async has(bytes: number): Promise<boolean> {
    while (this.#length < bytes) {
      const { value, done } = await this.#source.next();
      if (done === true) return false;
      this.#chunks.push(value);
      this.#length += value.length;
    }
    return true;
  }
  async take(bytes: number): Promise<Uint8Array | null> {
    if (!(await this.has(bytes))) return null;
    const whole = new Uint8Array(bytes);
    let filled = 0;
    while (filled < bytes) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) return null;
      const part = chunk.subarray(0, bytes - filled);
      whole.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.length);
    }
    this.#length -= bytes;
    return whole;
  }
}

/** Reads the source as fast as it comes and keeps only the newest `limit` items for a slower reader. */
async function* freshest<T>(source: AsyncIterable<T>, limit: number, onDrop: () => void): AsyncGenerator<T> {
  const queue: T[] = [];
  let over = false;
  let wake: () => void = () => undefined;
  const pump = (async () => {
    for await (const item of source) {
      queue.push(item);
      if (queue.length > limit) {
        queue.shift();
        onDrop();
      }
      wake();
    }
  })().finally(() => {
    over = true;
    wake();
  });
  while (!over || queue.length > 0) {
    const item = queue.shift();
    if (item !== undefined) yield item;
    else if (!over) await new Promise<void>((resolve) => (wake = resolve));
  }
  await pump;
}
