// A city bus.
import { Builder } from './builder.js';
import { stackLoft } from './loft.js';
import { cylinder, roundBox } from './solids.js';
import { addWheel } from './wheel.js';

const LENGTH_M = 9;
const HALF_WIDTH_M = 1.22;
const HEIGHT_M = 3.05;
const ROUTE_WORDS = 'BÌNH DƯƠNG - ĐẤT MỚI 61-08';

export function busShape(look) {
  const builder = new Builder();
  const lower = `paint:${look.color}`;
  const upper = `paint:${look.secondColor ?? '#f1f1ee'}`;
  const rear = LENGTH_M / 2;
  addShell(builder, lower, upper, rear);
  for (const side of [-1, 1]) addSide(builder, side, rear);
  builder.at(roundBox(2.3, 0.24, 0.12, 0.04), 'plastic', [0, 0.46, rear + 0.05]);
  builder.at(roundBox(1.3, 0.16, 2.4, 0.06), upper, [0, HEIGHT_M + 0.08, 0.3]);
  return {
    builder,
    length: LENGTH_M,
    width: HALF_WIDTH_M * 2,
    plate: { layout: 'short', place: [0, 0.79, rear + 0.08], tilt: 0 },
    words: { text: ROUTE_WORDS, place: [0, 1.17, rear + 0.075], width: 1.7, height: 0.15 },
  };
}

function addShell(builder, lower, upper, rear) {
  // [height, wider, rear moved, front moved]
  const rows = [
    [0.32, -0.05, -0.05, 0.05], [0.38, 0, 0, 0], [0.62, 0, 0, 0], [0.95, 0, 0, 0], [1.05, 0, 0, 0], [1.28, 0, 0, 0], [1.33, 0, 0, 0],
    [1.36, -0.005, 0, 0], [2.3, -0.03, -0.06, 0.1], [2.34, -0.03, -0.06, 0.1], [2.5, -0.035, -0.07, 0.12],
    [HEIGHT_M - 0.28, -0.05, -0.08, 0.14], [HEIGHT_M - 0.12, -0.09, -0.13, 0.2], [HEIGHT_M - 0.03, -0.2, -0.25, 0.3],
    [HEIGHT_M, -0.38, -0.45, 0.5],
  ];
  const rounding = { rr: 0.16, rf: 0.2, bowR: 0.06, bowF: 0.1 };
  const levels = rows.map(([y, wider, back, front]) => ({ y, w: HALF_WIDTH_M + wider, zr: rear + back, zf: -rear + front, ...rounding }));
  stackLoft(builder, levels, {
    rear: [0, 0.42, 0.44, 0.8, 0.82, 0.985, 1],
    side: windowCuts(Math.round(LENGTH_M / 1.5)),
    front: [0, 0.5, 1],
    seg: 4,
    materialOf: (level, part, face) => shellMaterial(lower, upper, level, part, face),
    cap: upper,
    capBow: 0.06,
    capBottom: 'black',
  });
}

/** Pillars between windows are narrow faces, windows wide ones. */
function windowCuts(windows) {
  const cuts = [0];
  for (let index = 0; index < windows; index++) cuts.push((index + 0.06) / windows, (index + 0.94) / windows);
  return [...cuts, 1];
}

function shellMaterial(lower, upper, level, part, face) {
  if (level === 0) return 'plastic';
  if (part === 'rear') return rearMaterial(lower, upper, level, face);
  if (level === 7 && (part === 'front' || part === 'front corner')) return 'glass';
  if (level === 7 && part === 'side') return face % 2 ? 'glassS' : 'black';
  if (level === 2 && part === 'front') return 'plastic';
  if (level === 2 && part === 'front corner') return 'head';
  if (level === 4 || level === 5) return part === 'side' ? upper : lower;
  return level < 6 ? lower : upper;
}

/** Lamps at the outer edge, engine grille in the middle, window, route sign. */
function rearMaterial(lower, upper, level, face) {
  const lamps = { 3: 'tail', 4: 'amber', 5: 'reverse' };
  if (face >= 4 && lamps[level]) return lamps[level];
  if (level >= 2 && level <= 4 && face < 3) return face === 1 ? 'gap' : level === 3 ? 'grille' : lower;
  if (level === 7 && face < 5) return 'glass';
  if ((level === 6 || level === 8) && face < 5) return 'black';
  if (level === 10 && face < 3) return 'led';
  return level > 8 ? upper : lower;
}

function addSide(builder, side, rear) {
  for (const z of [rear - 2, -rear + 1.9]) {
    builder.at(cylinder(0.56, 0.05, 24), 'black', [side * (HALF_WIDTH_M - 0.015), 0.5, z], [0, 0, Math.PI / 2]);
    addWheel(builder, side * (HALF_WIDTH_M - 0.09), z, 0.48, 0.27);
  }
  builder.at(roundBox(0.05, 0.34, 0.12, 0.02), 'black', [side * (HALF_WIDTH_M + 0.18), 2.25, -rear - 0.1]);
  builder.at(roundBox(0.25, 0.03, 0.03, 0.01), 'black', [side * (HALF_WIDTH_M + 0.08), 2.42, -rear - 0.05]);
  builder.at(roundBox(0.3, 0.05, 0.02, 0.008), 'reflector', [side * 0.8, 0.46, rear + 0.12]);
  builder.at(roundBox(0.14, 0.06, 0.03, 0.01), 'tail', [side * 0.9, HEIGHT_M - 0.25, rear - 0.03]);
}
