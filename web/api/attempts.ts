// Limits guessing: after a few failures an account, or an address, must wait.
import type { Clock } from '../../domain/clock.ts';

const WINDOW_MS = 5 * 60_000;
const MOST_PER_ACCOUNT = 5;
const MOST_PER_ADDRESS = 20;
const MOST_KEPT = 10_000;

export type Attempts = {
  readonly mayTry: (account: string, address: string) => boolean;
  readonly failed: (account: string, address: string) => void;
  readonly succeeded: (account: string) => void;
};

export function createAttempts(clock: Clock): Attempts {
  const failures = new Map<string, readonly number[]>();
  const recent = (key: string): readonly number[] => (failures.get(key) ?? []).filter((at) => clock.now() - at < WINDOW_MS);
  const note = (key: string): void => {
    // Bounded: the oldest key goes first, so that made-up names cannot fill the memory.
    if (failures.size >= MOST_KEPT) for (const oldest of failures.keys()) { failures.delete(oldest); break; }
    failures.set(key, [...recent(key), clock.now()]);
  };
  return {
    mayTry: (account, address) => recent(`account ${account}`).length < MOST_PER_ACCOUNT && recent(`address ${address}`).length < MOST_PER_ADDRESS,
    failed: (account, address) => {
      note(`account ${account}`);
      note(`address ${address}`);
    },
    succeeded: (account) => {
      failures.delete(`account ${account}`);
    },
  };
}
