// The only door to the machine's time: now, monotonic time and waiting, with a manual twin for tests.
import { epochMs, type EpochMs } from './units.ts';

export type Clock = {
  /** Wall clock, UTC. */
  readonly now: () => EpochMs;
  /** Milliseconds that never go backwards; only differences mean anything. */
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    });
  },
};

/** A clock that stands still until told: `sleep` advances it at once. */
export function manualClock(start: EpochMs): Clock & { readonly advance: (ms: number) => void } {
  let at: number = start;
  return {
    now: () => epochMs(at),
    monotonicMs: () => at - start,
    sleep: async (ms) => {
      at += ms;
      await Promise.resolve();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}

/** `2026-11-20T08:15:00.000+07:00`: Vietnam has one zone and no summer time. */
export function vietnamIso(at: EpochMs): string {
  return new Date(at + 7 * 3_600_000).toISOString().replace('Z', '+07:00');
}

/** `08:15:00 ngày 20/11/2026`, the way a notice states a moment. */
export function vietnamText(at: EpochMs): string {
  const iso = vietnamIso(at);
  const [year, month, day] = iso.slice(0, 10).split('-');
  return `${iso.slice(11, 19)} ngày ${day}/${month}/${year}`;
}

/** `2026-11-20`, the calendar day in Vietnam: laws and forms are in force by day. */
export const vietnamDay = (at: EpochMs): string => vietnamIso(at).slice(0, 10);

/** Parses an ISO date or date-time; one without a zone is taken as Vietnam's. Throws TypeError when it is neither. */
export function parseInstant(text: string): EpochMs {
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text.length === 10 ? `${text}T00:00:00` : text}+07:00`;
  const at = Date.parse(zoned);
  if (Number.isNaN(at)) throw new TypeError(`expected an ISO date such as 2026-11-20T08:15:00+07:00, got "${text}"`);
  return epochMs(at);
}
