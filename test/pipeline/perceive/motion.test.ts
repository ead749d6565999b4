// The motion of a box by itself: how near the next look is to what was foretold.
import { describe, expect, it } from 'vitest';
import { height, type Box } from '../../../domain/geometry.ts';
import { boxOf, correctMotion, cutHead, predictMotion, startMotion } from '../../../pipeline/perceive/motion.ts';

const STEP_S = 0.15;
/** A car 1.8 m wide and 1.5 m tall under a camera 6 m up, `m` metres away; horizon at 100 px, focal length 600 px. */
const carAt = (m: number): Box => ({ x1: 300 - 540 / m, x2: 300 + 540 / m, y1: 100 + 2700 / m, y2: 100 + 3600 / m });

/** Drives it away at 12 m/s, each look as `seen` shows it; tells how far the last look's foot and head lay from what was foretold, as parts of its height. */
function drive(looks: number, seen: (box: Box, look: number) => Box = (box) => box) {
  let motion = startMotion(carAt(12), 'car');
  let foretold = boxOf(motion);
  let box = carAt(12);
  for (let look = 1; look <= looks; look += 1) {
    motion = predictMotion(motion, STEP_S, 'car');
    foretold = boxOf(motion);
    box = carAt(12 + 12 * STEP_S * look);
    motion = correctMotion(motion, seen(box, look), true);
  }
  return { foot: Math.abs(foretold.y2 - box.y2) / height(box), head: Math.abs(foretold.y1 - box.y1) / height(box) };
}

describe('motion', () => {
  it.each([5, 8, 12])('foretells one that drives away fast at seven pictures a second, look %i', (looks) => {
    const { foot, head } = drive(looks);
    expect(foot).toBeLessThan(0.17);
    expect(head).toBeLessThan(0.17);
  });

  it('is not turned about by one box that slips', () => {
    const slips = (box: Box, look: number): Box => (look === 8 ? { ...box, y1: box.y1 + 20, y2: box.y2 + 20 } : box);
    expect(drive(9, slips).foot).toBeLessThan(drive(9).foot + 0.2);
  });

  it('keeps the width of one that drove into the picture and stands cut off by its lower edge', () => {
    const stands: Box = { x1: 668, x2: 1160, y1: 620, y2: 1080 };
    let motion = startMotion({ x1: 600, x2: 1200, y1: 1003, y2: 1080 }, 'car');
    for (let look = 1; look <= 100; look += 1) {
      const box = look < 12 ? { x1: 600 + 5 * look, x2: 1200 - 3 * look, y1: 1003 - 32 * look, y2: 1080 } : stands;
      motion = correctMotion(predictMotion(motion, 0.1, 'car'), box, false);
    }
    expect(boxOf(motion).x2 - boxOf(motion).x1).toBeCloseTo(492, -1);
  });

  it('does not take for nearing what the upper edge lets into sight', () => {
    let motion = startMotion({ x1: 300, x2: 340, y1: 0, y2: 20 }, 'car');
    for (let y2 = 24; y2 <= 60; y2 += 4) {
      const box = { x1: 300, x2: 340, y1: 0, y2 };
      motion = correctMotion(cutHead(predictMotion(motion, 0.1, 'car'), box, 'car'), box, true);
    }
    const next = boxOf(predictMotion(motion, 0.1, 'car'));
    expect(next.y1).toBeGreaterThan(0);
    expect(next.y2).toBeCloseTo(64, -0.5);
  });
});
