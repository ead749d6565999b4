// What a truck carries behind its cab: a closed box, or a flatbed with sides, loaded or under a tarpaulin.
import { stackLoft } from './loft.js';
import { cylinder, roundBox } from './solids.js';

const BOX_TOP_M = 2.85;
const BOARD_M = 0.55;

export function addBoxBody(builder, { half, floor, front, rear }, panel) {
  const length = rear - front;
  const height = BOX_TOP_M - floor;
  const middle = (BOX_TOP_M + floor) / 2;
  builder.at(roundBox(half * 2 + 0.06, height, length, 0.03), panel, [0, middle, (rear + front) / 2]);
  const doors = { half, floor, height, middle, face: rear + 0.012 };
  addDoors(builder, doors);
  for (const x of [-half, half]) builder.at(roundBox(0.07, height, 0.06, 0.015), 'chrome2', [x, middle, rear]);
  for (const y of [floor + 0.03, BOX_TOP_M - 0.04]) builder.at(roundBox(half * 2 + 0.06, 0.08, 0.06, 0.015), 'chrome2', [0, y, rear]);
  for (const side of [-1, 1]) {
    for (let rib = 0; rib < 5; rib++) {
      builder.at(roundBox(0.02, height, 0.05, 0.006), panel, [side * (half + 0.035), middle, front + ((rib + 0.5) * length) / 5]);
    }
  }
  builder.at(roundBox(half * 2 - 0.3, 0.06, 0.02, 0.004), 'redwhite', [0, floor + 0.12, rear + 0.024]);
}

/** The gap between the rear doors, their lock rods and hinges. */
function addDoors(builder, { half, floor, height, middle, face }) {
  builder.at(roundBox(0.02, height - 0.1, 0.02, 0.004), 'gap', [0, middle, face]);
  for (const part of [-0.32, -0.12, 0.12, 0.32]) {
    const x = part * half * 2;
    builder.at(cylinder(0.018, height - 0.12, 8), 'chrome2', [x, middle, face + 0.03]);
    for (const up of [0.12, 0.5, 0.88]) builder.at(roundBox(0.1, 0.05, 0.05, 0.01), 'chrome2', [x, floor + height * up, face + 0.02]);
  }
  for (const side of [-1, 1]) {
    for (const up of [0.15, 0.4, 0.65, 0.88]) {
      builder.at(roundBox(0.12, 0.06, 0.03, 0.008), 'chrome2', [side * (half - 0.1), floor + height * up, face + 0.01]);
    }
  }
}

export function addFlatbed(builder, { half, floor, front, rear }, paint, loaded = false) {
  const length = rear - front;
  const middle = (rear + front) / 2;
  const height = floor + BOARD_M / 2;
  for (const side of [-1, 1]) {
    builder.at(roundBox(0.05, BOARD_M, length, 0.015), paint, [side * (half - 0.025), height, middle]);
    for (let post = 0; post < 6; post++) {
      builder.at(roundBox(0.03, BOARD_M, 0.06, 0.01), paint, [side * (half + 0.01), height, front + 0.1 + (post * (length - 0.2)) / 5]);
    }
  }
  builder.at(roundBox(half * 2, BOARD_M, 0.05, 0.015), paint, [0, height, rear - 0.03]);
  builder.at(roundBox(half * 2, BOARD_M, 0.05, 0.015), paint, [0, height + 0.2, front + 0.03]);
  for (const x of [-0.7, -0.23, 0.23, 0.7]) builder.at(roundBox(0.06, BOARD_M, 0.03, 0.01), paint, [x * half, height, rear + 0.005]);
  if (loaded) addSacks(builder, floor, front, length);
}

function addSacks(builder, floor, front, length) {
  for (let sack = 0; sack < 9; sack++) {
    // Sizes that differ but are the same for every truck.
    const size = ((7 * 9301 + sack * 49297) % 233280) / 233280;
    const place = [((sack % 3) - 1) * 0.6, floor + 0.3 + (sack % 2) * 0.2, front + 0.5 + (Math.floor(sack / 3) * (length - 1)) / 2.2];
    builder.at(roundBox(0.5 + size * 0.3, 0.4 + size * 0.3, 0.5, 0.06), sack % 3 ? 'cloth:#8b7a58' : 'cloth:#3c6b4a', place);
  }
}

export function addTarpaulin(builder, { half, floor, front, rear }, cloth) {
  const rows = [[BOARD_M, 0], [1, 0.02], [1.45, -0.02], [1.65, -0.12], [1.75, -0.4]];
  const levels = rows.map(([up, wider]) => ({
    y: floor + up,
    w: half + wider * 0.8 - 0.02,
    zr: rear - 0.06 + wider * 0.2,
    zf: front,
    rr: 0.08,
    rf: 0.08,
    bowR: 0.03,
  }));
  stackLoft(builder, levels, {
    rear: [0, 0.4, 0.42, 1],
    side: [0, 0.33, 0.66, 1],
    front: [0, 1],
    seg: 3,
    materialOf: (level, part, face) => (part === 'rear' && face === 1 ? 'gap' : cloth),
    cap: cloth,
    capBow: 0.1,
  });
}
