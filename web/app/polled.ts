// Asks an address again and again while a screen is open, and at once when the window is looked at again.
import { useInterval, useWindowEvent } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { call } from './api.ts';
import { useSession } from './session.tsx';

/** Null until the first answer; a failed poll keeps what was last known. */
export function usePolled<S extends z.ZodType>(schema: S, url: string, everyMs: number): z.output<S> | null {
  const [held, setHeld] = useState<{ readonly url: string; readonly value: z.output<S> } | null>(null);
  const { ended } = useSession();
  const latest = useRef(url);
  latest.current = url;
  const ask = useCallback(async () => {
    const answer = await call(schema, 'GET', url);
    // An answer that was overtaken by another question is dropped.
    if (answer.ok && latest.current === url) setHeld({ url, value: answer.value });
    if (!answer.ok && answer.refusal.code === 'not_signed_in') ended();
  }, [schema, url, ended]);
  const { start, stop } = useInterval(() => void ask(), everyMs);
  useEffect(() => {
    void ask();
    start();
    return stop;
  }, [ask, start, stop]);
  useWindowEvent('focus', () => void ask());
  return held?.value ?? null;
}
