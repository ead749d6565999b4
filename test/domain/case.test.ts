// The whole table of lawful moves of a case, and what follows from it.
import { describe, expect, it } from 'vitest';
import { advance, CASE_EVENTS, CASE_STATES } from '../../domain/case.ts';

describe('advance', () => {
  it('notices only what an officer confirmed', () => {
    const before = CASE_STATES.filter((state) => advance(state, 'notice') !== null);
    expect(before).toEqual(['confirmed']);
    expect(CASE_STATES.filter((state) => advance(state, 'confirm') === 'confirmed')).toEqual(['in_review', 'second_review']);
  });

  it('leaves the dismissed and the withdrawn at rest', () => {
    for (const event of CASE_EVENTS) {
      expect(advance('dismissed', event)).toBeNull();
      expect(advance('withdrawn', event)).toBeNull();
    }
  });

  it('reaches every state from open', () => {
    const reached = new Set(['open']);
    for (let round = 0; round < CASE_STATES.length; round += 1) {
      for (const state of CASE_STATES) if (reached.has(state)) for (const event of CASE_EVENTS) reached.add(advance(state, event) ?? state);
    }
    expect([...reached].sort()).toEqual([...CASE_STATES].sort());
  });
});
