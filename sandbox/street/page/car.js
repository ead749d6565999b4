// Passenger cars: body and cabin lofted from a table of proportions.
import { Builder } from './builder.js';
import { addCarTrim } from './car-trim.js';
import { stackLoft } from './loft.js';
import { lerp, smoothstep } from './solids.js';

/**
 * Metres. length, half width, heights of belt line, roof, boot deck and bonnet; where the cabin's glass begins and ends
 * (rear and front, at the belt and at the roof); rear = share of the width taken by the number plate's recess;
 * lamp = lower and upper edge of the tail lamps; tumble = how far the cabin's sides lean in.
 */
const MODELS = {
  sedan: { length: 4.55, half: 0.89, belt: 0.95, roof: 1.47, deck: 1.0, bonnet: 0.8, glassRear: [1.72, 0.82], glassFront: [-1.05, -0.3], recess: 0.31, lamp: [0.72, 0.9], plateY: 0.79, tumble: 0.2, tall: false },
  hatch: { length: 3.75, half: 0.83, belt: 0.95, roof: 1.5, deck: 0.98, bonnet: 0.84, glassRear: [1.78, 1.38], glassFront: [-0.95, -0.25], recess: 0.28, lamp: [0.8, 1.02], plateY: 0.74, tumble: 0.17, tall: true },
  suv: { length: 4.65, half: 0.93, belt: 1.08, roof: 1.7, deck: 1.1, bonnet: 0.98, glassRear: [2.24, 1.86], glassFront: [-0.98, -0.35], recess: 0.36, lamp: [0.86, 1.1], plateY: 0.86, tumble: 0.17, tall: true, rugged: true },
  mpv: { length: 4.6, half: 0.89, belt: 1.02, roof: 1.72, deck: 1.05, bonnet: 0.92, glassRear: [2.22, 1.92], glassFront: [-1.25, -0.45], recess: 0.32, lamp: [0.82, 1.16], plateY: 0.86, tumble: 0.15, tall: true },
  van: { length: 5.4, half: 0.98, belt: 1.25, roof: 2.25, deck: 1.28, bonnet: 1.05, glassRear: [2.66, 2.5], glassFront: [-1.95, -1.05], recess: 0.34, lamp: [0.8, 1.25], plateY: 0.72, tumble: 0.13, tall: true },
};
const DOOR_GAPS = [1, 3, 5];

/** `look`: model, color, taxi; `plateLayout`: long or short. */
export function carShape(look, plateLayout) {
  const model = MODELS[look.model] ?? MODELS.sedan;
  const paint = `paint:${look.color}`;
  const builder = new Builder();
  addBody(builder, model, paint);
  addCabin(builder, model, paint);
  addCarTrim(builder, model, paint, look.taxi);
  const rear = model.length / 2;
  return {
    builder,
    length: model.length,
    width: model.half * 2,
    plate: { layout: plateLayout, place: [0, model.plateY, rear + (model.tall ? 0.02 : 0.05)], tilt: -0.06 },
  };
}

function addBody(builder, model, paint) {
  const levels = bodyLevels(model);
  const lampLevel = levels.findIndex(({ y }) => y === model.lamp[0]);
  const { belt } = model;
  stackLoft(builder, levels, {
    rear: [0, model.recess * 0.95, model.recess * 1.02, 0.58, 0.6, 1],
    side: [0, 0.26, 0.264, 0.47, 0.474, 0.72, 0.724, 1],
    front: [0, 0.45, 0.7, 1],
    seg: 5,
    warp: (point) => {
      point.y += (deckHeight(model, point.z) - belt) * smoothstep(0.55, belt, point.y);
    },
    materialOf: (level, part, face) => {
      if (level < 2 || (model.rugged && level < 3)) return lowMaterial(model, paint, level, part, face);
      if (level === lampLevel) return lampMaterial(part, face) ?? bodyMaterial(paint, level, part, face, lampLevel, levels.length);
      return bodyMaterial(paint, level, part, face, lampLevel, levels.length);
    },
    cap: paint,
    capBow: 0.03,
    capBottom: 'black',
  });
}

/** The top of the body along its length: boot behind, bonnet before. */
function deckHeight({ belt, deck, bonnet, length }, z) {
  const rear = length / 2;
  if (z > 0) return lerp(belt, deck, smoothstep(0.8, rear, z));
  return lerp(belt, bonnet, smoothstep(-0.6, -rear + 0.1, z)) - 0.16 * smoothstep(-rear + 0.45, -rear, z);
}

function lowMaterial(model, paint, level, part, face) {
  if (part === 'rear' && face < 3) return 'plastic';
  return model.rugged || level < 1 ? 'plastic' : paint;
}

function lampMaterial(part, face) {
  if (part === 'rear' && face >= 4) return 'tail';
  if (part === 'rear corner' && face < 4) return 'tail';
  if (part === 'front corner' && face > 1) return 'head';
  return part === 'front' && face >= 2 ? 'head' : null;
}

function bodyMaterial(paint, level, part, face, lampLevel, levels) {
  if (part === 'rear' && face === 3 && level > 4 && level < levels - 2) return 'gap';
  if (part === 'front' && face < 2 && level >= 3 && level <= lampLevel) return 'plastic';
  return part === 'side' && DOOR_GAPS.includes(face) ? 'gap' : paint;
}

/** Sill, bumper, shoulder and lamps, from bottom to top: [height, wider, rear moved, front moved]. */
function bodyLevels({ length, half, belt, tall, lamp: [lampLow, lampHigh] }) {
  const rows = [
    [0.2, -0.07, -0.1, 0.12],
    [0.26, -0.02, -0.03, 0.04],
    [0.42, 0, 0, 0],
    [0.52, 0, 0, 0],
    [0.555, 0, -0.005, 0.01],
    [0.575, 0, -0.05, 0.03],
    [Math.max(0.6, lampLow - 0.005), 0.005, -0.055, 0.05],
    [lampLow, 0.005, -0.055, 0.05],
    [lampHigh - 0.012, -0.005, -0.07, 0.08],
    [lampHigh, -0.005, -0.072, 0.08],
    [Math.max(belt - 0.05, lampHigh + 0.02), -0.02, -0.08, 0.1],
    [Math.max(belt - 0.01, lampHigh + 0.05), -0.045, -0.1, 0.13],
    [Math.max(belt, lampHigh + 0.06), -0.1, -0.16, 0.2],
  ];
  const rounding = { rr: tall ? 0.16 : 0.22, rf: 0.34, bowR: tall ? 0.05 : 0.09, bowF: 0.16, bowS: 0.025 };
  return rows.map(([y, wider, rear, front]) => ({ y, w: half + wider, zr: length / 2 + rear, zf: -length / 2 + front, ...rounding }));
}

function addCabin(builder, model, paint) {
  const { belt, tall, roof } = model;
  const base = belt + (tall ? 0.02 : 0) - 0.03;
  const heights = [[-0.12], [0.06], [0.085], [0.35], [0.6], [0.83], [0.845], [0.93, 0.01], [0.975, 0.05], [1, 0.14]];
  const levels = heights.map(([part, inset = 0]) => ({ y: base + (roof - base) * part, ...cabinOutline(model, part, inset) }));
  stackLoft(builder, levels, {
    rear: [0, 0.5, 0.93, 1],
    side: tall ? [0, 0.015, 0.25, 0.275, 0.52, 0.56, 0.95, 1] : [0, 0.06, 0.2, 0.22, 0.5, 0.54, 0.95, 1],
    front: [0, 0.5, 1],
    seg: 4,
    materialOf: (level, part, face) => cabinMaterial(paint, level, part, face),
    cap: paint,
    capBow: 0.035,
  });
}

function cabinOutline({ half, tumble, tall, glassRear, glassFront }, part, inset) {
  const up = Math.max(0, part);
  return {
    w: half - 0.075 - tumble * up ** 1.3 - inset,
    zr: lerp(...glassRear, tall ? up ** 1.6 : part) - inset,
    zf: lerp(...glassFront, part) + inset,
    rr: tall ? 0.13 : 0.2,
    rf: 0.18,
    bowR: 0.07,
    bowF: 0.12,
    bowS: 0.03,
  };
}

/** Levels 1 and 5 are the windows' black rims, 2 to 4 the glass. */
function cabinMaterial(paint, level, part, face) {
  const onWall = part === 'rear' || part === 'front' || part === 'side';
  if (level === 1 || level === 5) return onWall ? 'black' : paint;
  if (level < 2 || level > 4) return paint;
  if (part === 'rear') return face < 2 ? 'glass' : 'black';
  if (part === 'front' || (part === 'front corner' && face > 1)) return 'glass';
  if (part !== 'side') return paint;
  return DOOR_GAPS.includes(face) ? 'glassS' : face === 2 || face === 4 ? 'black' : paint;
}
