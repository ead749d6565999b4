// A signal's phase from what its head was read as, moment by moment.
import { describe, expect, it } from 'vitest';
import type { SignalColour } from '../../../domain/sighting.ts';
import { mediaMs } from '../../../domain/units.ts';
import { createSignalFollower } from '../../../pipeline/perceive/signal.ts';

type Span = readonly [SignalColour, number];

/** Plays spans of [colour, for ms]; tells each change of what is told: `colour@since(notBefore)`, `*` while flashing. */
function play(spans: readonly Span[], stepMs = 100): readonly string[] {
  const follower = createSignalFollower();
  const told: string[] = [];
  let at = 0;
  for (const [colour, forMs] of spans) {
    for (let end = at + forMs; at < end; at += stepMs) {
      const [state] = follower.step([{ signal: 'main', colour, score: 1 }], mediaMs(at));
      if (state === undefined) continue;
      const text = `${state.colour}${state.flashing ? '*' : ''}@${state.since}(${state.notBefore})`;
      if (told.at(-1) !== text) told.push(text);
    }
  }
  return told;
}

describe('phase', () => {
  it.each<readonly [string, readonly Span[], readonly string[]]>([
    ['begins unknown and believes a colour that lasts', [['red', 2000]], ['unknown@0(0)', 'red@0(0)']],
    ['green to amber to red: since is the first sight, the change lies after the last sight of the colour before', [['green', 3000], ['amber', 3000], ['red', 3000]], ['unknown@0(0)', 'green@0(0)', 'amber@3000(2900)', 'red@6000(5900)']],
    ['one wrong reading changes nothing', [['red', 2000], ['green', 100], ['red', 2000]], ['unknown@0(0)', 'red@0(0)']],
    ['two wrong readings change nothing', [['red', 2000], ['green', 200], ['red', 2000]], ['unknown@0(0)', 'red@0(0)']],
    ['a head hidden for a second keeps its colour', [['red', 2000], ['unknown', 1000], ['red', 2000]], ['unknown@0(0)', 'red@0(0)']],
    ['a head hidden for longer is unknown, and red again only when seen', [['red', 2000], ['unknown', 4000], ['red', 1000]], ['unknown@0(0)', 'red@0(0)', 'unknown@3500(1900)', 'red@6000(5900)']],
    ['a head that goes out is dark', [['red', 2000], ['dark', 2000]], ['unknown@0(0)', 'red@0(0)', 'dark@2000(1900)']],
    ['unreadable from the start is unknown', [['unknown', 5000]], ['unknown@0(0)']],
  ])('%s', (_, spans, expected) => {
    expect(play(spans)).toEqual(expected);
  });

  it('needs three readings at one picture in 200 ms, not a fixed number of milliseconds alone', () => {
    expect(play([['green', 2000], ['red', 2000]], 200).at(-1)).toBe('red@2000(1800)');
  });
});

describe('flashing', () => {
  const blink = (colour: SignalColour, halfMs: number, times: number): readonly Span[] => Array.from({ length: times * 2 }, (_, i) => [i % 2 === 0 ? colour : 'dark', halfMs] as const);

  it.each([[300], [500], [700]])('amber on and off every %d ms is flashing amber', (halfMs) => {
    expect(play(blink('amber', halfMs, 8)).at(-1)).toMatch(/^amber\*@/);
  });

  it('stays flashing through the dark halves', () => {
    const told = play(blink('amber', 500, 10));
    const first = told.findIndex((text) => text.includes('*'));
    expect(told.slice(first).every((text) => text.startsWith('amber*'))).toBe(true);
  });

  it('a plain cycle with a short dark moment is not flashing', () => {
    expect(play([['green', 3000], ['dark', 200], ['red', 5000]]).some((text) => text.includes('*'))).toBe(false);
  });

  it('ends four seconds after the last change', () => {
    expect(play([...blink('amber', 500, 6), ['red', 6000]]).at(-1)).toMatch(/^red@/);
  });
});
