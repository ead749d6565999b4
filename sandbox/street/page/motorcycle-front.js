// The front of a motorcycle: floor, leg shield, fork, mudguard, handlebar and mirrors.
import { limb } from './limb.js';
import { stackLoft } from './loft.js';
import { cylinder, roundBox, sideProfile } from './solids.js';

const FRONT_AXLE_Z = -0.62;
const MUDGUARD_SIDE = [[-0.4, 0.42], [-0.5, 0.56], [-0.66, 0.57], [-0.85, 0.46], [-0.84, 0.44], [-0.66, 0.52], [-0.52, 0.51], [-0.42, 0.41]];
const HANDLEBAR = [[-0.33, 0.985, -0.38, 0.016], [-0.15, 1, -0.42, 0.016], [0.15, 1, -0.42, 0.016], [0.33, 0.985, -0.38, 0.016]];

export function addMotorcycleFront(builder, { scooter, paint, wheel }) {
  builder.at(roundBox(scooter ? 0.5 : 0.2, 0.1, 0.5, 0.03), scooter ? 'plastic' : 'chassis', [0, 0.3, -0.2]);
  addLegShield(builder, scooter, paint);
  builder.at(roundBox(0.06, 0.5, 0.07, 0.03), 'plastic', [0, 0.78, -0.42], [-0.35, 0, 0]);
  builder.add(sideProfile(MUDGUARD_SIDE, 0.12, 0.02), paint);
  builder.at(roundBox(0.26, 0.14, 0.16, 0.06), paint, [0, 0.98, -0.45]);
  builder.at(roundBox(0.2, 0.09, 0.02, 0.01), 'head', [0, 0.98, -0.54]);
  limb(builder, 'chassis', HANDLEBAR, 8, 4);
  for (const side of [-1, 1]) {
    limb(builder, 'chassis', [[side * 0.07, 0.62, -0.5, 0.02], [side * 0.07, wheel.radius, FRONT_AXLE_Z, 0.024]], 8, 3);
    builder.at(cylinder(0.022, 0.12, 10), 'black', [side * 0.345, 0.985, -0.385], [0, 0, Math.PI / 2]);
    limb(builder, 'chassis', [[side * 0.24, 1, -0.41, 0.007], [side * 0.3, 1.1, -0.43, 0.007], [side * 0.33, 1.15, -0.43, 0.007]], 6, 3);
    builder.at(roundBox(0.15, 0.095, 0.03, 0.03), 'mirror', [side * 0.385, 1.2, -0.43]);
  }
}

function addLegShield(builder, scooter, paint) {
  const rows = [[0.3, 0.16], [0.42, scooter ? 0.25 : 0.21], [0.65, scooter ? 0.27 : 0.2], [0.85, 0.2], [0.93, 0.13]];
  const levels = rows.map(([y, w]) => ({ y, w, zr: -0.36 - (y - 0.3) * 0.05, zf: -0.52 - (y - 0.3) * 0.08, rr: 0.06, rf: 0.1, bowF: 0.08, bowR: -0.02 }));
  stackLoft(builder, levels, {
    rear: [0, 0.6, 1],
    side: [0, 1],
    front: [0, 0.6, 1],
    seg: 3,
    materialOf: (level, part) => (part === 'rear' && scooter ? 'plastic' : paint),
    cap: paint,
  });
}
