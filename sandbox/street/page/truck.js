// A light truck: cab, chassis, and one of three bodies.
import { Builder } from './builder.js';
import { stackLoft } from './loft.js';
import { cylinder, roundBox } from './solids.js';
import { addBoxBody, addFlatbed, addTarpaulin } from './truck-body.js';
import { addWheel } from './wheel.js';

const LENGTH_M = 6.2;
const HALF_WIDTH_M = 1.05;
const CAB_LENGTH_M = 1.65;

/** `look.body`: box, tarp (a covered flatbed) or open. */
export function truckShape(look) {
  const builder = new Builder();
  const rear = LENGTH_M / 2;
  const cab = `paint:${look.color}`;
  const cabEnd = -rear + CAB_LENGTH_M;
  addCab(builder, cab, -rear, cabEnd);
  const bed = { half: HALF_WIDTH_M, floor: 0.95, front: cabEnd + 0.12, rear };
  builder.at(roundBox(0.75, 0.22, LENGTH_M - 0.5, 0.02), 'chassis', [0, 0.72, 0.2]);
  builder.at(roundBox(HALF_WIDTH_M * 2, 0.12, rear - bed.front, 0.02), 'chassis', [0, bed.floor - 0.06, (rear + bed.front) / 2]);
  addLoad(builder, look, bed, cab);
  addUnderbody(builder, rear);
  return {
    builder,
    length: LENGTH_M,
    width: HALF_WIDTH_M * 2 + 0.1,
    plate: { layout: 'short', place: [look.body === 'box' ? 0 : -0.3, 0.76, rear + 0.012], tilt: 0 },
  };
}

function addLoad(builder, look, bed, cab) {
  const cover = look.secondColor ?? '#e8e8e4';
  switch (look.body) {
    case 'tarp':
      addFlatbed(builder, bed, cab);
      return addTarpaulin(builder, bed, `cloth:${cover}`);
    case 'open':
      return addFlatbed(builder, bed, cab, true);
    default:
      return addBoxBody(builder, bed, `panel:${cover}`);
  }
}

function addCab(builder, cab, front, end) {
  // [height, wider, end moved, front moved]
  const rows = [[0.4, -0.03, 0, 0], [0.5, 0, 0, 0], [1.1, 0, 0, 0], [1.25, 0, 0, 0.02], [1.3, -0.005, 0, 0.03], [1.95, -0.07, 0, 0.28], [2.05, -0.08, 0, 0.32], [2.18, -0.18, -0.08, 0.5]];
  const levels = rows.map(([y, wider, back, ahead]) => ({ y, w: HALF_WIDTH_M - 0.06 + wider, zr: end + back, zf: front + ahead, rr: 0.1, rf: 0.18, bowF: 0.1 }));
  stackLoft(builder, levels, {
    rear: [0, 0.7, 1],
    side: [0, 0.2, 0.85, 1],
    front: [0, 0.9, 1],
    seg: 4,
    materialOf: (level, part, face) => {
      if (level === 0) return 'plastic';
      if (level !== 4) return cab;
      if (part === 'front' || part === 'front corner' || (part === 'rear' && face === 0)) return 'glass';
      return part === 'side' && face === 1 ? 'glassS' : cab;
    },
    cap: cab,
    capBow: 0.03,
    capBottom: 'black',
  });
}

function addUnderbody(builder, rear) {
  const half = HALF_WIDTH_M;
  builder.at(roundBox(half * 2 - 0.1, 0.12, 0.08, 0.02), 'chassis', [0, 0.52, rear - 0.1]);
  builder.at(roundBox(half * 2 - 0.2, 0.06, 0.01, 0.003), 'redwhite', [0, 0.52, rear - 0.055]);
  builder.at(cylinder(0.34, 2 * half - 0.5, 16), 'chassis', [0, 0.41, rear - 1.15], [0, 0, Math.PI / 2], [0.3, 1, 0.3]);
  for (const side of [-1, 1]) {
    builder.at(roundBox(0.36, 0.12, 0.05, 0.02), 'tail', [side * (half - 0.24), 0.76, rear - 0.02]);
    builder.at(roundBox(0.1, 0.1, 0.055, 0.02), 'amber', [side * (half - 0.48), 0.76, rear - 0.02]);
    builder.at(roundBox(0.42, 0.4, 0.02, 0.005), 'plastic', [side * (half - 0.28), 0.45, rear - 0.55]);
    builder.at(cylinder(0.03, 0.7, 8), 'chassis', [side * 0.5, 0.65, rear - 0.1]);
    addWheel(builder, side * (half - 0.32), rear - 1.15, 0.41, 0.22);
    addWheel(builder, side * (half - 0.1), rear - 1.15, 0.41, 0.2);
    addWheel(builder, side * (half - 0.15), -rear + 0.85, 0.41, 0.22);
    builder.at(roundBox(0.06, 0.3, 0.2, 0.02), 'black', [side * (half + 0.16), 1.75, -rear + 0.25]);
    builder.at(roundBox(0.2, 0.03, 0.03, 0.01), 'black', [side * (half + 0.05), 1.9, -rear + 0.28]);
  }
}
