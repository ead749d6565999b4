// test/street/look.ts
import { readFileSync } from "node:fs";
import { parse } from "yaml";

// domain/geometry.ts
var width = (box2) => box2.x2 - box2.x1;
var height = (box2) => box2.y2 - box2.y1;
var area = (box2) => Math.max(0, width(box2)) * Math.max(0, height(box2));
var ground = (box2) => ({ x: (box2.x1 + box2.x2) / 2, y: box2.y2 });
function intersectionArea(a, b) {
  const w = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const h = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  return w > 0 && h > 0 ? w * h : 0;
}
function iou(a, b) {
  const both = intersectionArea(a, b);
  return both === 0 ? 0 : both / (area(a) + area(b) - both);
}
var distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
function signedDistance(line, p) {
  const dx = line.b.x - line.a.x;
  const dy = line.b.y - line.a.y;
  return (dx * (p.y - line.a.y) - dy * (p.x - line.a.x)) / Math.hypot(dx, dy);
}
function along(line, p) {
  const dx = line.b.x - line.a.x;
  const dy = line.b.y - line.a.y;
  return ((p.x - line.a.x) * dx + (p.y - line.a.y) * dy) / (dx * dx + dy * dy);
}
function inside(polygon2, p) {
  let within2 = false;
  for (let i = 0, j = polygon2.length - 1; i < polygon2.length; j = i, i += 1) {
    const a = polygon2[i];
    const b = polygon2[j];
    if (a === void 0 || b === void 0) continue;
    if (a.y > p.y !== b.y > p.y && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) within2 = !within2;
  }
  return within2;
}
var lerp = (a, b, t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });
function project(h, p) {
  const w = h[6] * p.x + h[7] * p.y + h[8];
  return { x: (h[0] * p.x + h[1] * p.y + h[2]) / w, y: (h[3] * p.x + h[4] * p.y + h[5]) / w };
}

// domain/vehicle.ts
var VEHICLE_KINDS = ["car", "motorcycle", "bus", "truck", "bicycle", "person"];
var isVehicleKind = (value) => VEHICLE_KINDS.some((kind2) => kind2 === value);

// test/street/detector-model.ts
var ASSUMED = {
  source: "assumed, pessimistic; to be replaced by rates measured on the real clips",
  miss: 0.04,
  missHalfHidden: 0.5,
  jitter: 0.018,
  slowJitter: 0.012,
  cut: 0.6,
  falsePerFrame: 0.03,
  doubled: 4e-3,
  misnamed: 0.02,
  misnamedForLife: 0.02,
  fused: 0.3,
  least_px: 20
};
var CONFUSED = { car: "truck", truck: "bus", bus: "truck", motorcycle: "bicycle", bicycle: "motorcycle", person: "motorcycle" };
function createDetector(rates, random, frame) {
  const slow = /* @__PURE__ */ new Map();
  return {
    forget: (id2) => slow.delete(id2),
    look: (bodies, at2) => {
      const order = [...bodies].sort((a, b) => b.box.y2 - a.box.y2);
      const found = [];
      order.forEach((body, i) => {
        const inFrame = clip(body.box, frame);
        if (inFrame === null || height(inFrame) < rates.least_px || area(inFrame) < 0.3 * area(body.box)) return;
        const { hidden, rest } = hide(inFrame, order.slice(0, i));
        const missed = hidden > 0.66 || random.happens(hidden > 0.33 ? rates.missHalfHidden : rates.miss);
        if (missed) return;
        const state = lasting(slow, body, at2, rates, random);
        const seen3 = hidden > 0.12 && random.happens(rates.cut) ? rest : inFrame;
        const kind2 = random.happens(rates.misnamed) ? CONFUSED[state.kind] : state.kind;
        found.push({ box: shake(seen3, state, rates, random, frame), kind: kind2, score: Math.min(0.97, Math.max(0.15, random.normal(0.8 - 0.5 * hidden, 0.1))), id: body.id });
      });
      fuse(found, rates, random);
      for (const one of [...found]) if (random.happens(rates.doubled)) found.push({ ...one, box: shift(one.box, 0.12, random), score: one.score * 0.6 });
      if (random.happens(rates.falsePerFrame)) found.push(ghost(random, frame));
      return pack(found);
    }
  };
}
function lasting(slow, body, at2, rates, random) {
  const known = slow.get(body.id) ?? { kind: random.happens(rates.misnamedForLife) ? CONFUSED[body.kind] : body.kind, at: at2, x: 0, y: 0, w: 0, h: 0 };
  slow.set(body.id, known);
  const keep = Math.exp(-(at2 - known.at) / 1e3);
  const fresh2 = rates.slowJitter * Math.sqrt(Math.max(0, 1 - keep * keep));
  for (const key of ["x", "y", "w", "h"]) known[key] = known[key] * keep + (known.at === at2 ? random.normal(0, rates.slowJitter) : random.normal(0, fresh2));
  known.at = at2;
  return known;
}
function shake(box2, state, { jitter }, random, frame) {
  const w = width(box2);
  const h = height(box2);
  const moved = {
    x1: box2.x1 + w * (state.x - state.w / 2 + random.normal(0, jitter)),
    x2: box2.x2 + w * (state.x + state.w / 2 + random.normal(0, jitter)),
    y1: box2.y1 + h * (state.y - state.h / 2 + random.normal(0, jitter)),
    y2: box2.y2 + h * (state.y + state.h / 2 + random.normal(0, jitter))
  };
  return clip(moved, frame) ?? box2;
}
function hide(box2, nearer2) {
  let open = 1;
  let worst = { share: 0, by: box2 };
  for (const { box: other } of nearer2) {
    const share = intersectionArea(box2, other) / Math.max(1, area(box2));
    if (share === 0) continue;
    open *= 1 - share;
    if (share > worst.share) worst = { share, by: other };
  }
  return { hidden: 1 - open, rest: worst.share === 0 ? box2 : cutOff(box2, worst.by) };
}
function cutOff(box2, by) {
  const parts = [{ ...box2, x2: Math.min(box2.x2, by.x1) }, { ...box2, x1: Math.max(box2.x1, by.x2) }, { ...box2, y2: Math.min(box2.y2, by.y1) }];
  return parts.filter((part) => width(part) > 0 && height(part) > 0).sort((a, b) => area(b) - area(a))[0] ?? box2;
}
function fuse(found, rates, random) {
  for (let i = 0; i < found.length; i += 1) {
    for (let j = found.length - 1; j > i; j -= 1) {
      const a = found[i];
      const b = found[j];
      if (a === void 0 || b === void 0 || a.kind !== "motorcycle" || b.kind !== "motorcycle") continue;
      if (intersectionArea(a.box, b.box) < 0.5 * Math.min(area(a.box), area(b.box)) || !random.happens(rates.fused)) continue;
      found[i] = { ...a, box: { x1: Math.min(a.box.x1, b.box.x1), y1: Math.min(a.box.y1, b.box.y1), x2: Math.max(a.box.x2, b.box.x2), y2: Math.max(a.box.y2, b.box.y2) } };
      found.splice(j, 1);
    }
  }
}
function ghost(random, { width_px, height_px }) {
  const h = random.between(0.04, 0.15) * height_px;
  const x = random.between(0, width_px - h);
  const y = random.between(h, height_px);
  return { box: { x1: x, y1: y - h, x2: x + h * 0.6, y2: y }, kind: random.pick([["motorcycle", 2], ["car", 1]]), score: random.between(0.3, 0.6), id: -1 };
}
var shift = (box2, by, random) => {
  const dx = random.normal(0, by) * width(box2);
  const dy = random.normal(0, by) * height(box2);
  return { x1: box2.x1 + dx, x2: box2.x2 + dx, y1: box2.y1 + dy, y2: box2.y2 + dy };
};
function clip(box2, frame) {
  const cut = { x1: Math.max(0, box2.x1), y1: Math.max(0, box2.y1), x2: Math.min(frame.width_px, box2.x2), y2: Math.min(frame.height_px, box2.y2) };
  return cut.x2 - cut.x1 > 2 && cut.y2 - cut.y1 > 2 ? cut : null;
}
function pack(found) {
  return {
    of: found.map(({ id: id2 }) => id2),
    detections: {
      count: found.length,
      xyxy: Float32Array.from(found.flatMap(({ box: box2 }) => [box2.x1, box2.y1, box2.x2, box2.y2])),
      score: Float32Array.from(found.map(({ score: score2 }) => score2)),
      kind: Uint8Array.from(found.map(({ kind: kind2 }) => VEHICLE_KINDS.indexOf(kind2)))
    }
  };
}

// test/street/plan.ts
import { z as z2 } from "zod";

// domain/scene.ts
import { z } from "zod";
var id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "expected lower-case letters, digits and dashes, such as stop-north");
var unit = z.number().min(0, "expected a coordinate between 0 and 1").max(1, "expected a coordinate between 0 and 1");
var point = z.tuple([unit, unit]).describe("[x, y] as parts of the picture: 0,0 top-left; 1,1 bottom-right");
var segment = z.tuple([point, point]);
var polyline = z.array(point).min(2);
var polygon = z.array(point).min(3, "expected at least three corners");
var box = z.tuple([unit, unit, unit, unit]).refine(([x1, y1, x2, y2]) => x2 > x1 && y2 > y1, "expected [x1, y1, x2, y2] with x2 > x1 and y2 > y1");
var day = z.string().regex(/^\d{4}-\d\d-\d\d$/, "expected a day such as 2026-11-20");
var classes = z.array(z.enum(VEHICLE_KINDS)).min(1).describe("vehicle kinds the statement is about");
var hours = z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "expected hours such as 06:00-09:00")).describe("local hours in which it holds; absent = always");
var MOVEMENTS = ["straight", "left", "right", "uturn"];
var movement = z.enum(MOVEMENTS);
var certificate = z.strictObject({ number: z.string(), valid_from: day, valid_to: day, error_kmh: z.number().nonnegative().optional() });
var signal = z.strictObject({
  id,
  kind: z.enum(["main", "arrow"]).describe("a secondary arrow is a signal of its own"),
  direction: z.enum(["left", "right", "straight"]).optional().describe("where an arrow points"),
  head: box.describe("rectangle about the lamps, housing included, countdown left out"),
  lamps: z.enum(["vertical", "horizontal"]).default("vertical"),
  controller: z.strictObject({ topic: z.string() }).optional().describe("MQTT topic on which the controller tells this signal's phase")
});
var stopLine = z.strictObject({
  id,
  line: segment,
  beyond: point.describe("any point on the junction's side of the line"),
  signal: id.describe("the main signal that the line obeys"),
  /** Vietnamese law names no grace; 0.5 s is the international figure (DOMAIN.md §5, weak source): configured per site, printed in the case. */
  grace_ms: z.number().int().min(0).max(5e3).default(500),
  permits: z.array(z.strictObject({ movement, arrow: id.optional(), sign: z.string().optional(), classes: classes.optional(), hours: hours.optional() })).default([]).describe("movements that may pass on red: while the named arrow is lit, or by the named sign"),
  run_on_m: z.number().positive().default(3).describe("metres (or the equivalent by vehicle size) past the line that prove running on, not stopping past it")
});
var lane = z.strictObject({
  id,
  area: polygon,
  heading: segment.describe("from where to where traffic flows"),
  classes: classes.optional(),
  hours: hours.optional().describe("when the class limit holds"),
  movements: z.array(movement).optional(),
  sign: z.string().optional()
});
var solidLine = z.strictObject({ id, line: polyline, classes: classes.optional(), offence: z.enum(["crosses_solid_line", "lane_change"]).default("crosses_solid_line"), sign: z.string().optional() });
var ZONE_KINDS = ["one_way", "prohibited", "no_stopping", "no_parking", "no_uturn", "no_left_turn", "no_right_turn", "junction", "ignore"];
var zone = z.strictObject({
  id,
  kind: z.enum(ZONE_KINDS),
  area: polygon,
  heading: segment.optional().describe("lawful direction, for one_way"),
  classes: classes.optional(),
  hours: hours.optional(),
  stop_s: z.number().positive().optional().describe("standing longer than this is stopping or parking"),
  sign: z.string().optional()
});
var exit = z.strictObject({ id, line: segment, beyond: point, movement });
var speed = z.strictObject({
  from: segment,
  to: segment,
  limits: z.array(z.strictObject({ limit_kmh: z.number().positive(), lanes: z.array(id).optional(), classes: classes.optional(), hours: hours.optional(), source: z.string().describe("sign or decision") })).min(1)
});
var calibration = z.strictObject({
  points: z.array(z.strictObject({ at: point, road_m: z.tuple([z.number(), z.number()]) })).min(4, "expected at least four road points"),
  checks: z.array(z.strictObject({ from: point, to: point, length_m: z.number().positive() })).default([]),
  max_residual_m: z.number().positive().default(0.3)
});
var cameraFile = z.strictObject({
  camera: id,
  name: z.string().optional(),
  route: z.string(),
  place: z.strictObject({ text: z.string(), km: z.string().optional(), ward: z.string(), province: z.string(), lat: z.number().optional(), lon: z.number().optional() }),
  unit: id.describe("detecting unit, a key of the dated unit table"),
  source: z.strictObject({
    url: z.string().describe("file, rtsp:// or rtsps:// address; --source overrides it"),
    transport: z.enum(["tcp", "udp"]).default("tcp"),
    sample_ms: z.number().int().min(20).max(1e3).default(100).describe("one frame is looked at every so many milliseconds of media time"),
    starts_at: z.string().optional().describe("for a recording: capture time of its first frame"),
    clock_error_ms: z.number().nonnegative().default(200).describe("bound of the capture clock's error"),
    synthetic: z.boolean().default(false)
  }),
  device: z.strictObject({ model: z.string(), serial: z.string(), inspection: certificate, speed_verification: certificate.optional() }),
  view: z.strictObject({ width_m: z.number().positive().describe("width of road that the picture spans at the stop line"), width_px: z.number().int().positive().optional() }),
  regions: z.array(z.strictObject({ id, box, input_px: z.number().int().positive().optional() })).default([]).describe("parts of the picture looked at near true scale; none = the whole picture"),
  signals: z.array(signal).default([]),
  stop_lines: z.array(stopLine).default([]),
  lanes: z.array(lane).default([]),
  solid_lines: z.array(solidLine).default([]),
  zones: z.array(zone).default([]),
  exits: z.array(exit).default([]),
  speed: z.array(speed).default([]),
  calibration: calibration.optional()
});
function covers(statement, kind2, minuteOfDay2) {
  return (statement.classes === void 0 || statement.classes.includes(kind2)) && inHours(statement.hours, minuteOfDay2);
}
function inHours(spans, minuteOfDay2) {
  if (spans === void 0) return true;
  return spans.some((span3) => {
    const [from = 0, to = 0] = span3.split("-").map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
    return from <= to ? minuteOfDay2 >= from && minuteOfDay2 < to : minuteOfDay2 >= from || minuteOfDay2 < to;
  });
}

// test/street/random.ts
function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = state + 1831565813 >>> 0;
    let t = state;
    t = Math.imul(t ^ t >>> 15, t | 1);
    t ^= t + Math.imul(t ^ t >>> 7, t | 61);
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
  const normal2 = (mean, sd) => mean + sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal: normal2,
    between: (low, high) => low + (high - low) * next(),
    happens: (share) => next() < share,
    pick: (weighted) => {
      let left = next() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of weighted) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = weighted.at(-1);
      if (last === void 0) throw new Error("expected something to choose from");
      return last[0];
    }
  };
}

// test/street/camera.ts
function toPixel(pole, x, y, z4) {
  const pitch = pole.pitch_deg * Math.PI / 180;
  const down = pole.height_m - z4;
  const depth2 = y * Math.cos(pitch) + down * Math.sin(pitch);
  if (depth2 < 0.5) return null;
  return { x: pole.width_px / 2 + pole.focal_px * x / depth2, y: pole.height_px / 2 + pole.focal_px * (down * Math.cos(pitch) - y * Math.sin(pitch)) / depth2 };
}
function boxOf(pole, { length, width: width2, height: height2 }, { x, y, heading: heading2 }) {
  const sin = Math.sin(heading2);
  const cos = Math.cos(heading2);
  let box2 = null;
  for (const l of [-length / 2, length / 2]) {
    for (const w of [-width2 / 2, width2 / 2]) {
      for (const z4 of [0, height2]) {
        const p = toPixel(pole, x + l * sin + w * cos, y + l * cos - w * sin, z4);
        if (p === null) return null;
        box2 = box2 === null ? { x1: p.x, y1: p.y, x2: p.x, y2: p.y } : { x1: Math.min(box2.x1, p.x), y1: Math.min(box2.y1, p.y), x2: Math.max(box2.x2, p.x), y2: Math.max(box2.y2, p.y) };
      }
    }
  }
  return box2;
}
function unit2(pole, x, y) {
  const p = toPixel(pole, x, y, 0);
  if (p === null) throw new Error(`(${x}, ${y}) m is behind the camera`);
  const clip3 = (value) => Math.min(1, Math.max(0, value));
  return [clip3(p.x / pole.width_px), clip3(p.y / pole.height_px)];
}

// test/street/plan.ts
var kind = z2.enum(VEHICLE_KINDS);
var span = z2.tuple([z2.number(), z2.number()]);
var lane2 = z2.strictObject({
  id: z2.string(),
  x: z2.number(),
  width_m: z2.number(),
  dir: z2.enum(["away", "toward"]),
  flow_per_h: z2.number(),
  speed_kmh: span,
  kinds: z2.record(z2.string(), z2.number()).describe("kind to weight"),
  allowed: z2.array(kind).optional().describe("declared as the lane's classes"),
  /** Share of this lane's vehicles that do each thing; the rest drive lawfully. */
  acts: z2.record(z2.string(), z2.number()).default({})
});
var planFile = z2.strictObject({
  name: z2.string(),
  role: z2.enum(["tune", "measure"]),
  seed: z2.number().int(),
  vehicles: z2.number().int().positive(),
  frame_ms: z2.number().int(),
  pole: z2.strictObject({ height_m: z2.number(), pitch_deg: z2.number(), focal_px: z2.number(), width_px: z2.number(), height_px: z2.number() }),
  calibrated: z2.boolean().default(true),
  /** How many pixels the operator's clicks are off, standard deviation. */
  click_px: z2.number().default(1),
  range_m: span.describe("road that vehicles drive on, y from \u2013 to"),
  lanes: z2.array(lane2),
  stop_line: z2.strictObject({ y: z2.number(), x: span, dir: z2.enum(["away", "toward"]), grace_ms: z2.number().default(500), right_arrow: z2.boolean().default(false) }).optional(),
  signal: z2.strictObject({ green_s: z2.number(), amber_s: z2.number(), red_s: z2.number(), offset_ms: z2.number() }).optional(),
  solid_lines: z2.array(z2.strictObject({ id: z2.string(), x: z2.number(), y: span })).default([]),
  one_way: z2.array(z2.strictObject({ id: z2.string(), x: span, y: span, dir: z2.enum(["away", "toward"]) })).default([]),
  prohibited: z2.array(z2.strictObject({ id: z2.string(), x: span, y: span, kinds: z2.array(kind) })).default([]),
  no_stopping: z2.array(z2.strictObject({ id: z2.string(), x: span, y: span, stop_s: z2.number() })).default([]),
  no_uturn: z2.array(z2.strictObject({ id: z2.string(), x: span, y: span })).default([]),
  speed: z2.strictObject({ y: span, limit_kmh: z2.number(), error_kmh: z2.number() }).optional()
});
function declared(plan2) {
  const { pole } = plan2;
  const at2 = (x, y) => unit2(pole, x, y);
  const area2 = ({ x, y }) => [at2(x[0], y[0]), at2(x[1], y[0]), at2(x[1], y[1]), at2(x[0], y[1])];
  const heading2 = (x, dir, y) => dir === "away" ? [at2(x, y[0]), at2(x, y[1])] : [at2(x, y[1]), at2(x, y[0])];
  const seen3 = [nearest(pole), Math.min(70, plan2.range_m[1])];
  const certificate2 = { number: "SIM-1", valid_from: "2026-01-01", valid_to: "2027-12-31" };
  return cameraFile.parse({
    camera: plan2.name,
    route: "SIM",
    unit: "sim",
    place: { text: plan2.name, ward: "sim", province: "sim" },
    source: { url: "simulated", sample_ms: plan2.frame_ms, synthetic: true },
    device: { model: "SIM", serial: "1", inspection: certificate2, ...plan2.speed === void 0 ? {} : { speed_verification: { ...certificate2, error_kmh: plan2.speed.error_kmh } } },
    view: { width_m: viewWidth(plan2) },
    ...plan2.signal === void 0 ? {} : { signals: [{ id: "main", kind: "main", head: [0.9, 0.02, 0.93, 0.1] }, ...plan2.stop_line?.right_arrow === true ? [{ id: "arrow", kind: "arrow", direction: "right", head: [0.94, 0.02, 0.97, 0.1] }] : []] },
    ...plan2.stop_line === void 0 ? {} : { stop_lines: [stopLine2(plan2.stop_line, at2)], exits: exits(plan2, at2) },
    lanes: plan2.lanes.flatMap((each) => each.allowed === void 0 ? [] : [{ id: each.id, area: area2({ x: [each.x - each.width_m / 2, each.x + each.width_m / 2], y: seen3 }), heading: heading2(each.x, each.dir, seen3), classes: each.allowed }]),
    solid_lines: plan2.solid_lines.map(({ id: id2, x, y }) => ({ id: id2, line: [at2(x, y[0]), at2(x, (y[0] + y[1]) / 2), at2(x, y[1])] })),
    zones: [
      ...plan2.one_way.map((zone2) => ({ id: zone2.id, kind: "one_way", area: area2(zone2), heading: heading2((zone2.x[0] + zone2.x[1]) / 2, zone2.dir, zone2.y) })),
      ...plan2.prohibited.map((zone2) => ({ id: zone2.id, kind: "prohibited", area: area2(zone2), classes: zone2.kinds })),
      ...plan2.no_stopping.map((zone2) => ({ id: zone2.id, kind: "no_stopping", area: area2(zone2), stop_s: zone2.stop_s })),
      ...plan2.no_uturn.map((zone2) => ({ id: zone2.id, kind: "no_uturn", area: area2(zone2) }))
    ],
    ...plan2.speed === void 0 ? {} : { speed: [plan2.speed.y, [plan2.speed.y[1], plan2.speed.y[0]]].map(([a, b]) => ({ from: [at2(-7, a), at2(7, a)], to: [at2(-7, b), at2(7, b)], limits: [{ limit_kmh: plan2.speed?.limit_kmh, source: "SIM" }] })) },
    ...plan2.calibrated ? { calibration: { points: calibrationPoints(plan2), checks: [], max_residual_m: 0.4 } } : {}
  });
}
var stopLine2 = (line, at2) => ({
  id: "stop",
  line: [at2(line.x[0], line.y), at2(line.x[1], line.y)],
  beyond: at2((line.x[0] + line.x[1]) / 2, line.y + (line.dir === "away" ? 6 : -6)),
  signal: "main",
  grace_ms: line.grace_ms,
  permits: line.right_arrow ? [{ movement: "right", arrow: "arrow" }] : []
});
function exits(plan2, at2) {
  const line = plan2.stop_line;
  if (line === void 0 || !line.right_arrow) return [];
  const sign = line.dir === "away" ? 1 : -1;
  const side = line.dir === "away" ? line.x[1] + 2.2 : line.x[0] - 2.2;
  return [
    { id: "straight", line: [at2(line.x[0] - 3, line.y + sign * 15), at2(line.x[1] + 3, line.y + sign * 15)], beyond: at2(0, line.y + sign * 20), movement: "straight" },
    { id: "right", line: [at2(side, line.y + sign * 1), at2(side, line.y + sign * 13)], beyond: at2(side + sign * 3, line.y + sign * 7), movement: "right" }
  ];
}
function nearest(pole) {
  for (let y = 1; y < 60; y += 0.25) {
    const p = toPixel(pole, 0, y, 0);
    if (p !== null && p.y < pole.height_px) return y;
  }
  return 60;
}
function viewWidth(plan2) {
  const y = plan2.stop_line?.y ?? nearest(plan2.pole) + 10;
  const a = toPixel(plan2.pole, 0, y, 0);
  const b = toPixel(plan2.pole, 1, y, 0);
  return a === null || b === null ? 20 : plan2.pole.width_px / (b.x - a.x);
}
function calibrationPoints(plan2) {
  const random = chance(plan2.seed + 77);
  const near = nearest(plan2.pole) + 1;
  const ys = [near, near + 8, near + 18, near + 32];
  return ys.flatMap((y) => [-3.5, 3.5].map((x) => {
    const [u, v] = unit2(plan2.pole, x, y);
    return { at: [clip2(u + random.normal(0, plan2.click_px) / plan2.pole.width_px), clip2(v + random.normal(0, plan2.click_px) / plan2.pole.height_px)], road_m: [x, y] };
  }));
}
var clip2 = (value) => Math.min(1, Math.max(0, value));

// domain/resolve-scene.ts
function resolveScene(file, widthPx, heightPx) {
  const point2 = ([x, y]) => ({ x: x * widthPx, y: y * heightPx });
  const segment2 = ([a, b]) => ({ a: point2(a), b: point2(b) });
  const rectangle = ([x1, y1, x2, y2]) => ({
    x1: x1 * widthPx,
    y1: y1 * heightPx,
    x2: x2 * widthPx,
    y2: y2 * heightPx
  });
  return {
    file,
    widthPx,
    heightPx,
    regions: file.regions.map((region) => ({ id: region.id, box: rectangle(region.box) })),
    signals: file.signals.map((signal2) => ({ ...signal2, box: rectangle(signal2.head) })),
    stopLines: file.stop_lines.map(({ line, beyond, ...rest }) => ({ ...rest, line: facing(segment2(line), point2(beyond)) })),
    lanes: file.lanes.map(({ area: area2, heading: heading2, ...rest }) => ({ ...rest, area: area2.map(point2), heading: segment2(heading2) })),
    solidLines: file.solid_lines.map(({ line, ...rest }) => ({ ...rest, line: line.map(point2) })),
    zones: file.zones.map(({ area: area2, heading: heading2, ...rest }) => ({ ...rest, area: area2.map(point2), heading: heading2 === void 0 ? null : segment2(heading2) })),
    exits: file.exits.map(({ line, beyond, ...rest }) => ({ ...rest, line: facing(segment2(line), point2(beyond)) })),
    speed: file.speed.map(({ from, to, ...rest }) => ({ ...rest, from: segment2(from), to: segment2(to) }))
  };
}
function facing(line, beyond) {
  return signedDistance(line, beyond) >= 0 ? line : { a: line.b, b: line.a };
}

// domain/units.ts
var epochMs = (value) => finite(value, "EpochMs");
var mediaMs = (value) => finite(value, "MediaMs");
var trackId = (value) => nonEmpty(value, "TrackId");
function finite(value, name2) {
  if (!Number.isFinite(value)) throw new TypeError(`${name2}: expected a finite number of milliseconds, got ${value}`);
  return value;
}
function nonEmpty(value, name2) {
  if (value === "") throw new TypeError(`${name2}: expected a non-empty string`);
  return value;
}

// domain/violation.ts
import { z as z3 } from "zod";
var at = z3.number().describe("media time, ms");
var pointPx = z3.strictObject({ x: z3.number(), y: z3.number() });
var witness = z3.strictObject({
  at_ms: at,
  box: z3.strictObject({ x1: z3.number(), y1: z3.number(), x2: z3.number(), y2: z3.number() }),
  ground: pointPx
});
var seen = { crossed_ms: at, before: witness, after: witness };
var signalFacts = { signal: z3.string(), signal_source: z3.enum(["vision", "controller", "both"]), red_since_ms: at, red_for_ms: z3.number(), grace_ms: z3.number() };
var movementName = z3.enum(["straight", "left", "right", "uturn", "unknown"]);
var facts = z3.discriminatedUnion("rule", [
  z3.strictObject({ rule: z3.literal("red_light"), stop_line: z3.string(), ...signalFacts, amber_ms: z3.number().nullable(), movement: movementName, ran_on_px: z3.number(), needed_px: z3.number(), front_ms: at.describe("earliest moment at which the front may have passed the line"), ran_on_ms: at, ...seen }),
  z3.strictObject({ rule: z3.literal("stop_line"), stop_line: z3.string(), ...signalFacts, stood_ms: z3.number(), past_px: z3.number(), needed_px: z3.number(), ...seen }),
  z3.strictObject({ rule: z3.literal("solid_line"), line: z3.string(), offence: z3.enum(["crosses_solid_line", "lane_change"]), side_before_px: z3.number(), side_after_px: z3.number(), needed_px: z3.number(), ...seen }),
  z3.strictObject({ rule: z3.literal("wrong_lane"), lane: z3.string(), inside_ms: z3.number(), needed_ms: z3.number(), travelled_px: z3.number(), needed_px: z3.number(), allowed: z3.array(z3.enum(VEHICLE_KINDS)), ...seen }),
  z3.strictObject({ rule: z3.literal("wrong_way"), zone: z3.string(), travelled_px: z3.number(), needed_px: z3.number(), against_deg: z3.number(), inside_ms: z3.number(), ...seen }),
  z3.strictObject({ rule: z3.literal("prohibited_road"), zone: z3.string(), inside_ms: z3.number(), needed_ms: z3.number(), travelled_px: z3.number(), needed_px: z3.number(), ...seen }),
  z3.strictObject({ rule: z3.literal("turn"), zone: z3.string(), movement: movementName, turned_deg: z3.number(), needed_deg: z3.number(), ...seen }),
  z3.strictObject({
    rule: z3.literal("speed"),
    limit_kmh: z3.number(),
    limit_source: z3.string(),
    measured_kmh: z3.number(),
    error_kmh: z3.number(),
    certified_error_kmh: z3.number(),
    charged_kmh: z3.number(),
    baseline_m: z3.number(),
    elapsed_ms: z3.number(),
    verification: z3.string().nullable(),
    screening_only: z3.boolean(),
    from_m: z3.tuple([z3.number(), z3.number()]),
    to_m: z3.tuple([z3.number(), z3.number()]),
    check_kmh: z3.number().describe("distance between from_m and to_m by elapsed_ms, as a person recomputes it"),
    ...seen
  }),
  z3.strictObject({ rule: z3.literal("standing"), zone: z3.string(), offence: z3.enum(["stop_no_stopping_sign", "park_no_parking_sign"]), stood_ms: z3.number(), needed_ms: z3.number(), moved_px: z3.number(), allowed_px: z3.number(), unseen_ms: z3.number(), passed_by: z3.number().int(), ...seen })
]);
var witnessOf = (point2) => ({ at_ms: point2.at, box: { ...point2.box }, ground: { ...point2.ground } });

// domain/calibration.ts
var MAX_LENGTH_ERROR = 0.03;
function calibrate(points, checks, maxResidual_m) {
  if (points.length < 4) return { state: "refused", why: `expected at least 4 road points, got ${points.length}` };
  const homography = refine(solve(points), points);
  if (homography === null) return { state: "refused", why: "the road points lie on one line or coincide: expected four that span an area" };
  const errors = points.map((point2) => misfit(homography, point2));
  const residual_m = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
  const measured = checks.map((check) => ({ known_m: check.length_m, measured_m: roadDistance(homography, check.from, check.to) }));
  const worstLength = measured.reduce((worst, { known_m, measured_m }) => Math.max(worst, Math.abs(measured_m / known_m - 1)), 0);
  const calibration2 = {
    homography,
    residual_m,
    worst_m: Math.max(...errors),
    checks: measured,
    worstLength,
    speedError: Math.max(worstLength, residual_m / span2(points))
  };
  if (!(residual_m <= maxResidual_m)) return { state: "refused", why: `residual ${residual_m.toFixed(3)} m is more than the allowed ${maxResidual_m} m`, ...calibration2 };
  if (worstLength > MAX_LENGTH_ERROR) {
    return { state: "refused", why: `a known length is off by ${(worstLength * 100).toFixed(1)} %, more than the allowed ${MAX_LENGTH_ERROR * 100} %`, ...calibration2 };
  }
  return { state: "accepted", ...calibration2 };
}
function calibrationOf(scene) {
  const declared2 = scene.file.calibration;
  if (declared2 === void 0) return { state: "refused", why: "the camera file has no calibration" };
  const px = ([x, y]) => ({ x: x * scene.widthPx, y: y * scene.heightPx });
  return calibrate(
    declared2.points.map(({ at: at2, road_m: [x, y] }) => ({ at: px(at2), road_m: { x, y } })),
    declared2.checks.map(({ from, to, length_m }) => ({ from: px(from), to: px(to), length_m })),
    declared2.max_residual_m
  );
}
function roadDistance(h, a, b) {
  const p = project(h, a);
  const q = project(h, b);
  return Math.hypot(p.x - q.x, p.y - q.y);
}
function misfit(h, { at: at2, road_m }) {
  const p = project(h, at2);
  return Math.hypot(p.x - road_m.x, p.y - road_m.y);
}
function span2(points) {
  let longest = 0;
  for (const a of points) for (const b of points) longest = Math.max(longest, Math.hypot(a.road_m.x - b.road_m.x, a.road_m.y - b.road_m.y));
  return Math.max(longest, 1e-9);
}
function normaliser(points) {
  const x = points.reduce((sum, p) => sum + p.x, 0) / points.length;
  const y = points.reduce((sum, p) => sum + p.y, 0) / points.length;
  const mean = points.reduce((sum, p) => sum + Math.hypot(p.x - x, p.y - y), 0) / points.length;
  return { x, y, scale: mean > 0 ? Math.SQRT2 / mean : 1 };
}
function solve(points) {
  const from = normaliser(points.map((p) => p.at));
  const to = normaliser(points.map((p) => p.road_m));
  const rows = [];
  for (const { at: at2, road_m } of points) {
    const x = (at2.x - from.x) * from.scale;
    const y = (at2.y - from.y) * from.scale;
    const u = (road_m.x - to.x) * to.scale;
    const v = (road_m.y - to.y) * to.scale;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const h = leastSquares(rows);
  return h === null ? null : denormalise(h, from, to);
}
function denormalise(h, from, to) {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  const s = from.scale;
  const right = (p, q, r) => [p * s, q * s, r - p * s * from.x - q * s * from.y];
  const [a1, b1, c1] = right(a, b, c);
  const [d1, e1, f1] = right(d, e, f);
  const [g1, i1, k1] = right(g, i, 1);
  const t = 1 / to.scale;
  return [a1 * t + to.x * g1, b1 * t + to.x * i1, c1 * t + to.x * k1, d1 * t + to.y * g1, e1 * t + to.y * i1, f1 * t + to.y * k1, g1, i1, k1];
}
function refine(start, points) {
  if (start === null) return null;
  let best = start;
  for (let round = 0; round < 20; round += 1) {
    const [h0, h1, h2, h3, h4, h5, h6, h7, h8] = best;
    const rows = [];
    for (const { at: { x, y }, road_m } of points) {
      const w = h6 * x + h7 * y + h8;
      const u = (h0 * x + h1 * y + h2) / w;
      const v = (h3 * x + h4 * y + h5) / w;
      rows.push([x / w, y / w, 1 / w, 0, 0, 0, -u * x / w, -u * y / w, road_m.x - u], [0, 0, 0, x / w, y / w, 1 / w, -v * x / w, -v * y / w, road_m.y - v]);
    }
    const step = leastSquares(rows);
    if (step === null) return best;
    const [d0 = 0, d1 = 0, d2 = 0, d3 = 0, d4 = 0, d5 = 0, d6 = 0, d7 = 0] = step;
    const next = [h0 + d0, h1 + d1, h2 + d2, h3 + d3, h4 + d4, h5 + d5, h6 + d6, h7 + d7, h8];
    if (!(squares(next, points) < squares(best, points))) return best;
    best = next;
  }
  return best;
}
var squares = (h, points) => points.reduce((sum, point2) => sum + misfit(h, point2) ** 2, 0);
function leastSquares(rows) {
  const size = 8;
  const scale = Array.from({ length: size }, (_, i) => Math.sqrt(rows.reduce((sum, row) => sum + (row[i] ?? 0) ** 2, 0)) || 1);
  const m = Array.from({ length: size }, (_, i) => Array.from({ length: size + 1 }, (_unused, j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0) / (scale[i] ?? 1) / (j < size ? scale[j] ?? 1 : 1), 0)));
  const solved = eliminate(m);
  return solved === null ? null : solved.map((value, i) => value / (scale[i] ?? 1));
}
function eliminate(m) {
  const size = m.length;
  for (let column = 0; column < size; column += 1) {
    const pivot = m.slice(column).sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0))[0];
    if (pivot === void 0 || Math.abs(pivot[column] ?? 0) < 1e-12) return null;
    const at2 = m.indexOf(pivot);
    [m[column], m[at2]] = [pivot, m[column] ?? pivot];
    const divisor = pivot[column] ?? 1;
    m.forEach((row, index) => {
      if (index === column) return;
      const factor = (row[column] ?? 0) / divisor;
      if (factor !== 0) for (let j = column; j <= size; j += 1) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    });
  }
  return m.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

// pipeline/judge/seen/scale.ts
var FORESHORTENING = 0.5;
function scaleOf(scene) {
  const calibration2 = scene.file.calibration === void 0 ? null : calibrationOf(scene);
  if (calibration2 !== null && calibration2.state === "accepted") {
    const h = calibration2.homography;
    return { homography: h, horizonPx: horizon(h, scene), pxPerMetre: (p, n) => byHomography(h, p, n) };
  }
  const across = scene.widthPx / scene.file.view.width_m;
  return { homography: null, horizonPx: null, pxPerMetre: (_, n) => across * Math.hypot(n.x, FORESHORTENING * n.y) };
}
function horizon(h, { widthPx }) {
  return Math.abs(h[7]) < 1e-12 ? null : -(h[8] + h[6] * widthPx / 2) / h[7];
}
function byHomography(h, p, n) {
  const from = project(h, { x: p.x - n.x, y: p.y - n.y });
  const to = project(h, { x: p.x + n.x, y: p.y + n.y });
  return 2 / Math.max(1e-6, Math.hypot(to.x - from.x, to.y - from.y));
}
function normal(line) {
  const dx = line.b.x - line.a.x;
  const dy = line.b.y - line.a.y;
  const length = Math.hypot(dx, dy);
  return { x: -dy / length, y: dx / length };
}
var LENGTH_M = {
  car: [3.4, 5.3],
  motorcycle: [1.7, 2.1],
  bus: [6, 12.5],
  truck: [4.5, 12],
  bicycle: [1.5, 1.9],
  person: [0.4, 0.8]
};
var WIDTH_M = { car: 1.8, motorcycle: 0.8, bus: 2.5, truck: 2.3, bicycle: 0.6, person: 0.5 };

// pipeline/judge/seen/footprint.ts
function metreAt(track, point2, n, scale) {
  const stated = scale.pxPerMetre(point2.ground, n);
  if (scale.homography !== null) return stated;
  const across = scale.pxPerMetre(point2.ground, { x: 1, y: 0 });
  const own = width(point2.box) / (WIDTH_M[track.kind] * 1.1);
  return stated * Math.min(1, own / across);
}
function faceWidth(track, point2, scale) {
  if (scale.homography === null) return width(point2.box);
  return Math.min(width(point2.box), WIDTH_M[track.kind] * scale.pxPerMetre(point2.ground, { x: 1, y: 0 }));
}
function contact(track, point2, road, scale) {
  const spare = width(point2.box) - faceWidth(track, point2, scale);
  if (spare <= 0 || Math.abs(road.y) < 0.2) return point2.ground;
  const lean = road.y > 0 ? -road.x : road.x;
  const share = Math.max(-1, Math.min(1, lean * 4));
  return { x: point2.ground.x - spare / 2 * share, y: point2.ground.y };
}
var TALL_M = { car: [1.3, 2.1], motorcycle: [1.3, 2], bus: [2.5, 4], truck: [2.2, 4], bicycle: [1.3, 2], person: [1.3, 2] };
function kindIsSure(track, points, scale) {
  if (track.kindShare < 0.8) return false;
  if (scale.homography === null || points.length === 0) return true;
  const [low, high] = TALL_M[track.kind];
  const [shortest, longest] = LENGTH_M[track.kind];
  const fits = points.filter((point2) => {
    const across = scale.pxPerMetre(point2.ground, { x: 1, y: 0 });
    const along3 = scale.pxPerMetre(point2.ground, { x: 0, y: 1 });
    const tall = height(point2.box);
    return tall >= 0.9 * (low * across + shortest * along3 * 0.9) && tall <= 1.15 * (high * across + longest * along3);
  });
  return fits.length * 2 > points.length;
}

// pipeline/judge/seen/trust.ts
var MOMENTS = 60;
function noteFlags(flags, track, at2) {
  for (const flag of track.distrust) {
    const raised = track.doubtedAt?.[flag] ?? at2;
    const known = flags.get(flag) ?? [];
    if (known.at(-1) !== raised) flags.set(flag, [...known.slice(-MOMENTS), raised]);
  }
}
var AROUND_MS = 1e3;
function doubt(flags, track, from, to, gapsKnown = false) {
  if (track.distrust.includes("kind_unclear")) return "kind_unclear";
  if (track.distrust.includes("too_brief")) return "track_too_brief";
  for (const [flag, moments] of flags) {
    if (flag === "kind_unclear" || flag === "too_brief" || gapsKnown && flag === "gap" || !moments.some((at2) => at2 >= from - AROUND_MS && at2 <= to + AROUND_MS)) continue;
    return flag === "merged" ? "track_merged" : flag === "split" ? "track_split" : flag === "jumped" ? "track_jumped" : "track_gap";
  }
  return null;
}
var MAX_GAP_MS = 1e3;
function breaks(a, b, pxPerMetre) {
  const seconds2 = (b.at - a.at) / 1e3;
  const moved = Math.hypot(b.ground.x - a.ground.x, b.ground.y - a.ground.y);
  if (moved > 40 * pxPerMetre * seconds2 + 0.35 * height(a.box)) return true;
  const ratio = width(b.box) * height(b.box) / Math.max(1, width(a.box) * height(a.box));
  return ratio > 2.2 || ratio < 1 / 2.2;
}
function wholeBoxMoved(a, b, n) {
  const ground2 = (b.ground.x - a.ground.x) * n.x + (b.ground.y - a.ground.y) * n.y;
  const top = (b.box.x1 + b.box.x2 - a.box.x1 - a.box.x2) / 2 * n.x + (b.box.y1 - a.box.y1) * n.y;
  return top >= 0.35 * ground2;
}

// pipeline/judge/seen/setting.ts
function voidBySetting(circumstances, track, options) {
  if (circumstances.officerDirecting) return "officer_directing";
  if (options.signal && circumstances.signalFault) return "signal_fault";
  if (circumstances.cameraMoved) return "camera_moved";
  if (!circumstances.clockInStep) return "clock_not_in_step";
  if (!circumstances.inspectionValid) return "inspection_expired";
  if (circumstances.priority?.includes(track.id) === true) return "priority_vehicle";
  return null;
}
var minuteOfDay = (sight) => Math.floor((sight.capturedAt / 6e4 + 420) % 1440);

// pipeline/judge/seen/watch.ts
function watchTracks(rule) {
  const watched = /* @__PURE__ */ new Map();
  return (sight, circumstances) => {
    const moment = { now: sight.at, minute: minuteOfDay(sight), sight, circumstances };
    for (const track of sight.tracks) take(rule, watched, track, moment);
    for (const track of sight.ended) {
      const one = take(rule, watched, track, moment);
      if (one !== null) one.endedAt = sight.at;
    }
    const verdicts = [];
    for (const [id2, one] of watched) {
      const over = one.endedAt !== null && sight.at >= one.endedAt + rule.settleMs;
      verdicts.push(...rule.weigh(one, moment, over));
      if (over) watched.delete(id2);
    }
    return verdicts;
  };
}
function take(rule, watched, track, moment) {
  if (track.kind === "person") return null;
  let one = watched.get(track.id);
  if (one === void 0) {
    one = { track, state: rule.fresh(track), flags: /* @__PURE__ */ new Map(), consumed: -Infinity, setting: null, endedAt: null };
    watched.set(track.id, one);
  }
  one.track = track;
  noteFlags(one.flags, track, moment.now);
  const why = voidBySetting(moment.circumstances, track, { signal: rule.signal });
  if (why !== null) one.setting = { why, at: moment.now };
  const { path: path2 } = track;
  let next = path2.length;
  while (next > 0 && (path2[next - 1]?.at ?? -Infinity) > one.consumed) next -= 1;
  for (; next < path2.length; next += 1) {
    const point2 = path2[next];
    if (point2 === void 0) continue;
    one.consumed = point2.at;
    if (point2.observed) rule.point(one, point2, moment);
  }
  return one;
}
var SWITCH_MS = 6e4;
function settingSince(one, from) {
  return one.setting !== null && one.setting.at >= from - SWITCH_MS ? one.setting.why : null;
}
var refusal = (offence, track, at2, why, detail) => ({ kind: "void", offence, track: track.id, at: mediaMs(at2), why, detail });
function accusation(offence, track, at2, facts2, screeningOnly = false) {
  const vehicle = accusedKind(track);
  return vehicle === null ? [] : [{ kind: "accused", offence, track: track.id, vehicle, at: mediaMs(at2), facts: facts2, screeningOnly }];
}
var accusedKind = ({ kind: kind2 }) => kind2 === "person" ? null : kind2;
var secs = (ms) => `${(ms / 1e3).toFixed(2)} s`;

// pipeline/judge/astride.ts
var TWO_WHEELS = ["motorcycle", "bicycle"];
var DEPTH_WIDTHS = 0.12;
var LEAST_PX = 3;
var LASTS_MS = 600;
var SIGHTS = 5;
var TRAVEL_M = 5;
var UPRIGHT = 0.5;
var LONGEST_MS = 5e3;
var AWAIT_MS = 400;
var astride = {
  name: "solid_line",
  create: (scene) => {
    const scale = scaleOf(scene);
    const lines = scene.solidLines.filter(({ offence }) => offence === "crosses_solid_line");
    const see = watchTracks({
      settleMs: 0,
      signal: false,
      fresh: () => /* @__PURE__ */ new Map(),
      point: (one, point2, { minute }) => {
        if (TWO_WHEELS.includes(one.track.kind) || point2.box.y2 >= scene.heightPx - 2) return;
        for (const line of lines) if (covers(line, one.track.kind, minute)) ride(one, point2, line, scale);
      },
      weigh: (one, { now }, over) => lines.flatMap((line) => weigh(one, line, now, over, scale))
    });
    return { see: (sight, circumstances) => lines.length === 0 ? [] : see(sight, circumstances) };
  }
};
function ride(one, point2, line, scale) {
  const state = one.state.get(line.id) ?? { first: null, last: null, sights: 0, missed: 0, deepest: null, brokenAt: -Infinity, lastPoint: null, decided: false };
  one.state.set(line.id, state);
  const { lastPoint } = state;
  if (lastPoint !== null && (point2.at - lastPoint.at > MAX_GAP_MS || breaks(lastPoint, point2, scale.pxPerMetre(point2.ground, { x: 1, y: 0 })))) state.brokenAt = point2.at;
  state.lastPoint = point2;
  if (state.decided) return;
  const sight = flanks(one.track, point2, line, scale);
  if (sight === null) {
    state.missed += 1;
    if (state.missed > 1 && !lasted(state, scale)) Object.assign(state, { first: null, last: null, sights: 0, missed: 0, deepest: null });
    return;
  }
  if (state.missed > 1) return;
  state.missed = 0;
  state.first ??= sight;
  state.last = sight;
  state.sights += 1;
  if (state.deepest === null || depth(sight) > depth(state.deepest)) state.deepest = sight;
}
var depth = ({ left, right }) => Math.min(Math.abs(left), Math.abs(right));
function flanks(track, point2, line, scale) {
  for (let i = 1; i < line.line.length; i += 1) {
    const a = line.line[i - 1];
    const b = line.line[i];
    if (a === void 0 || b === void 0) continue;
    const length = distance(a, b);
    const upright = Math.abs(b.y - a.y) / length;
    const segment2 = { a, b };
    const middle = contact(track, point2, { x: (b.x - a.x) / length, y: (b.y - a.y) / length }, scale);
    const t = along(segment2, middle);
    if (t < 0 || t > 1 || upright < UPRIGHT) continue;
    const half = faceWidth(track, point2, scale) / 2;
    const left = nearerZero(signedDistance(segment2, { x: middle.x - half, y: middle.y }), signedDistance(segment2, { x: point2.ground.x - half, y: middle.y }));
    const right = nearerZero(signedDistance(segment2, { x: middle.x + half, y: middle.y }), signedDistance(segment2, { x: point2.ground.x + half, y: middle.y }));
    const needed = Math.max(LEAST_PX, DEPTH_WIDTHS * 2 * half * upright);
    return left * right < 0 && Math.min(Math.abs(left), Math.abs(right)) >= needed ? { point: point2, left, right, needed } : null;
  }
  return null;
}
var nearerZero = (a, b) => a * b <= 0 ? 0 : Math.abs(a) < Math.abs(b) ? a : b;
function lasted({ first, last, sights }, scale) {
  if (first === null || last === null || sights < SIGHTS || last.point.at - first.point.at < LASTS_MS) return false;
  const from = first.point.ground;
  const to = last.point.ground;
  const way = distance(from, to);
  return way > 0 && way >= TRAVEL_M * scale.pxPerMetre(from, { x: (to.x - from.x) / way, y: (to.y - from.y) / way }) * nearer(first.point, last.point);
}
function nearer(a, b) {
  const small = Math.min(a.box.x2 - a.box.x1, b.box.x2 - b.box.x1);
  return small / Math.max(1, a.box.x2 - a.box.x1, b.box.x2 - b.box.x1);
}
function weigh(one, line, now, over, scale) {
  const state = one.state.get(line.id);
  if (state === void 0 || state.decided || state.first === null || state.last === null || state.deepest === null || !lasted(state, scale)) return [];
  if (state.missed <= 1 && now < state.first.point.at + LONGEST_MS && !over) return [];
  if (now < state.last.point.at + AWAIT_MS && !over) return [];
  state.decided = true;
  const { track } = one;
  const { first, last, deepest } = state;
  const at2 = first.point.at;
  const seen3 = doubt(one.flags, track, at2, last.point.at);
  if (seen3 !== null) return [refusal(line.offence, track, at2, seen3, `${track.distrust.join(", ")} while on ${line.id}`)];
  if (state.brokenAt >= at2 && state.brokenAt <= last.point.at) return [refusal(line.offence, track, at2, "track_gap", `the track is broken at ${secs(state.brokenAt)}`)];
  const setting = settingSince(one, at2);
  if (setting !== null) return [refusal(line.offence, track, at2, setting, `held about ${secs(at2)}`)];
  const facts2 = {
    rule: "solid_line",
    line: line.id,
    offence: line.offence,
    side_before_px: deepest.left,
    side_after_px: deepest.right,
    needed_px: deepest.needed,
    crossed_ms: deepest.point.at,
    before: witnessOf(first.point),
    after: witnessOf(last.point)
  };
  return accusation(line.offence, track, deepest.point.at, facts2);
}

// pipeline/judge/seen/whole.ts
var newSize = () => ({ greatest: 0, top: null });
var WHOLE = { calibrated: 0.78, bare: 0.6 };
var LETS_GO = { motorcycle: 0.5, bicycle: 0.5, person: 0.5, car: 1, truck: 2.5, bus: 2.5 };
function isWhole(size, point2, kind2, n, scale) {
  const tall = height(point2.box);
  const now = tall / Math.max(1, scale.horizonPx === null ? width(point2.box) : point2.box.y1 - scale.horizonPx);
  const { x, y } = upper(point2);
  const top = x * n.x + y * n.y;
  const moved = Math.abs(top - (size.top ?? top));
  size.top = top;
  size.greatest = Math.max(now, size.greatest * Math.exp(-LETS_GO[kind2] * moved / Math.max(1, tall)));
  return now >= (scale.horizonPx === null ? WHOLE.bare : WHOLE.calibrated) * size.greatest;
}
var upper = ({ box: box2 }) => ({ x: (box2.x1 + box2.x2) / 2, y: box2.y1 });

// pipeline/judge/seen/passage.ts
var APPROACH = 80;
var JITTER = 0.04;
var margin = (point2) => Math.max(2, JITTER * height(point2.box));
var SIDE_SIGHTS = 2;
var STOP_MS = 1e3;
var STOOD_MS = 2e3;
var LONGEST_HIDDEN_MS = 5e3;
var TOP_SHARE = { tall: 0.3, low: 0.45 };
var AFTER_STOP = 2.5;
function newPassage(line, point2) {
  const start = { s: signedDistance(line, point2.ground), point: point2 };
  return {
    line,
    n: normal(line),
    first: null,
    last: null,
    behind: 0,
    clear: null,
    before: null,
    frontAt: null,
    crossedAt: null,
    crossing: null,
    crossTop: null,
    size: newSize(),
    over: 0,
    past: null,
    cameFromBeyond: false,
    still: start,
    stoodMs: 0,
    stoodPast: 0,
    stoodFrom: -1,
    stoodPoint: null,
    stoppedPast: false,
    ranOn: null,
    needed: 0,
    brokenAt: null,
    kind: null,
    approach: []
  };
}
function reach(passage, track, point2, scale) {
  const { n } = passage;
  const sideways = Math.abs(n.x) * (width(point2.box) / 2);
  if (n.y >= -0.1) return [sideways, 0];
  const [shortest, longest] = LENGTH_M[track.kind];
  const metre = scale.pxPerMetre(point2.ground, n) * Math.abs(n.y);
  return [sideways + longest * metre, shortest * metre * (scale.homography === null ? 0.6 : 1)];
}
function advance(passage, track, point2, scale, runOn_m) {
  if (!isWhole(passage.size, point2, track.kind, passage.n, scale)) return;
  const s = signedDistance(passage.line, point2.ground);
  const sample = { s, point: point2 };
  const m = margin(point2);
  const last = passage.last;
  passage.first ??= sample;
  const metre = scale.pxPerMetre(point2.ground, passage.n);
  if (last !== null && isBroken(last.point, point2, metre)) passage.brokenAt = point2.at;
  if (s <= -m) isBehind(passage, sample);
  if (passage.kind !== track.kind) tellAgain(passage, track, scale);
  whereFront(passage, track, last, sample, scale);
  passage.approach.push(sample);
  if (passage.approach.length > APPROACH) passage.approach.shift();
  if (s > 0 && passage.before !== null && passage.crossedAt === null && last !== null) cross(passage, last, sample);
  if (s >= m) isPast(passage, sample, runOn_m * metre + (passage.n.y >= -0.1 ? 0.6 * LENGTH_M[track.kind][0] * metre : 0), scale);
  stand(passage, sample, 0.4 * metre + 0.02 * height(point2.box), s + reach(passage, track, point2, scale)[1] > m);
  passage.last = sample;
}
function isBroken(a, b, metre) {
  if (breaks(a, b, metre)) return true;
  const gap = b.at - a.at;
  return gap > LONGEST_HIDDEN_MS || gap > MAX_GAP_MS && Math.hypot(b.ground.x - a.ground.x, b.ground.y - a.ground.y) > 0.3 * height(a.box);
}
function whereFront(passage, track, last, sample, scale) {
  const [reachMax] = reach(passage, track, sample.point, scale);
  if (sample.s + reachMax <= -margin(sample.point)) {
    Object.assign(passage, { clear: sample, frontAt: null, stoodMs: 0, stoodPast: 0, stoodFrom: -1, stoodPoint: null, stoppedPast: false });
  } else if (passage.clear !== null && passage.frontAt === null && last !== null) passage.frontAt = when(last, sample, -reachMax);
}
function tellAgain(passage, track, scale) {
  passage.kind = track.kind;
  passage.clear = null;
  passage.frontAt = null;
  passage.approach.forEach((sample, i) => {
    whereFront(passage, track, passage.approach[i - 1] ?? null, sample, scale);
  });
}
function isBehind(passage, sample) {
  passage.behind += 1;
  passage.over = 0;
  passage.before = sample;
  if (passage.ranOn === null) {
    passage.crossedAt = null;
    passage.crossing = null;
    passage.past = null;
  }
}
function isPast(passage, sample, runOn, scale) {
  if (passage.before === null) {
    passage.cameFromBeyond = true;
    return;
  }
  passage.over += 1;
  passage.past ??= sample;
  passage.needed = runOn * (passage.stoppedPast ? AFTER_STOP : 1);
  const gone = goneOn(passage, sample, scale);
  if (gone >= passage.needed && passage.over >= SIDE_SIGHTS && topCameAlong(passage, sample)) passage.ranOn ??= { s: gone, point: sample.point };
}
function topCameAlong({ crossing, crossTop, kind: kind2 }, { point: point2 }) {
  if (crossing === null || crossTop === null) return true;
  const share = kind2 === "bus" || kind2 === "truck" ? TOP_SHARE.tall : TOP_SHARE.low;
  return distance(upper(point2), crossTop) >= share * distance(point2.ground, crossing);
}
var SHRINK = { most: 3, least: 1 / 3 };
function goneOn(passage, sample, scale) {
  const { n, crossing, before } = passage;
  if (crossing === null || before === null) return sample.s;
  const t = { x: -n.y, y: n.x };
  const sideways = (sample.point.ground.x - crossing.x) * t.x + (sample.point.ground.y - crossing.y) * t.y;
  const alike = scale.pxPerMetre(crossing, n) / scale.pxPerMetre(crossing, t);
  const seen3 = Math.hypot(sample.s, sideways * alike);
  const ratio = scale.homography === null ? height(sample.point.box) / Math.max(1, height(before.point.box)) : 1;
  return seen3 / Math.min(SHRINK.most, Math.max(SHRINK.least, ratio));
}
function cross(passage, last, sample) {
  passage.crossedAt = when(last, sample, 0);
  const t = last.s === sample.s ? 1 : -last.s / (sample.s - last.s);
  const share = Math.min(1, Math.max(0, t));
  passage.crossTop = lerp(upper(last.point), upper(sample.point), share);
  passage.crossing = lerp(last.point.ground, sample.point.ground, share);
}
function when(a, b, level) {
  const share = b.s === a.s ? 1 : (level - a.s) / (b.s - a.s);
  return a.point.at + (b.point.at - a.point.at) * Math.min(1, Math.max(0, share));
}
function stand(passage, sample, step, past) {
  const { still } = passage;
  const moved = Math.hypot(sample.point.ground.x - still.point.ground.x, sample.point.ground.y - still.point.ground.y);
  if (moved > step) {
    passage.still = sample;
    return;
  }
  const stood = sample.point.at - still.point.at;
  const from = passage.frontAt ?? passage.crossedAt;
  if (stood < STOP_MS || from === null || sample.point.at < from + STOP_MS || passage.ranOn !== null) return;
  if (past) passage.stoppedPast = true;
  if (passage.stoodFrom !== still.point.at && (passage.stoodPoint === null || sample.s > passage.stoodPast + step)) {
    passage.stoodFrom = still.point.at;
    passage.stoodPast = sample.s;
    passage.stoodPoint = null;
  }
  if (passage.stoodFrom === still.point.at) passage.stoodMs = Math.max(passage.stoodMs, stood);
  if (passage.stoodFrom === still.point.at && stood >= STOOD_MS) passage.stoodPoint ??= sample.point;
}
function frontPassedAt(passage, track, scale) {
  if (passage.clear !== null) return passage.frontAt;
  const { first, crossedAt } = passage;
  if (first === null || crossedAt === null || passage.stoodMs > 0) return null;
  const elapsed = crossedAt - first.point.at;
  if (elapsed <= 0) return null;
  const speed3 = -first.s / elapsed;
  const metre = scale.pxPerMetre(first.point.ground, passage.n);
  if (speed3 * 1e3 < 1.5 * metre) return null;
  return crossedAt - reach(passage, track, first.point, scale)[0] / speed3;
}
function withinEnds(passage) {
  const { line, crossing, before } = passage;
  if (crossing === null || before === null) return false;
  const length = Math.hypot(line.b.x - line.a.x, line.b.y - line.a.y);
  const slack = 0.02 + width(before.point.box) / 2 / length;
  const place = along(line, crossing);
  return place >= -slack && place <= 1 + slack;
}

// pipeline/judge/seen/middle.ts
var AHEAD = 0.3;
var MOST_MS = 700;
function middlePassedAt(passage, track, scale) {
  let at2 = null;
  for (let i = 1; i < passage.approach.length; i += 1) {
    const a = passage.approach[i - 1];
    const b = passage.approach[i];
    if (a === void 0 || b === void 0 || a.point.at >= (passage.crossedAt ?? 0)) break;
    const level = -reach(passage, track, b.point, scale)[0] * AHEAD;
    if (a.s < level && b.s >= level) at2 = a.point.at + (b.point.at - a.point.at) * (level - a.s) / (b.s - a.s);
  }
  return at2 === null || passage.crossedAt === null ? null : Math.max(at2, passage.crossedAt - MOST_MS);
}

// pipeline/judge/seen/phases.ts
var KEPT_MS = 10 * 6e4;
function createPhases() {
  const tracks = /* @__PURE__ */ new Map();
  const sourcesOf = (signal2) => [...tracks.get(signal2)?.values() ?? []];
  return {
    see: (sight) => {
      for (const state of sight.signals) note(tracks, state, sight.at);
    },
    at: (signal2, t) => answer(sourcesOf(signal2).flatMap((phases) => lastBy(phases, t) ?? [])),
    holds: (signal2, colour, from, to) => {
      const sources = sourcesOf(signal2);
      return sources.length > 0 && sources.every((phases) => {
        const phase = lastBy(phases, from);
        return phase?.colour === colour && !phase.flashing && lastBy(phases, to) === phase && phase.until >= to;
      });
    },
    mayShow: (signal2, colour, from, to) => {
      const sources = sourcesOf(signal2);
      if (sources.length === 0) return true;
      return sources.some((phases) => {
        const first = lastBy(phases, from);
        return first === null || phases.some((phase) => phase === first || phase.since > from && phase.notBefore <= to ? phase.colour === colour || phase.colour === "unknown" : false);
      });
    }
  };
}
function note(tracks, state, at2) {
  const bySource = tracks.get(state.signal) ?? /* @__PURE__ */ new Map();
  tracks.set(state.signal, bySource);
  const phases = bySource.get(state.source) ?? [];
  bySource.set(state.source, phases);
  const last = phases.at(-1);
  if (last !== void 0 && last.colour === state.colour && last.since === state.since && last.flashing === state.flashing) {
    last.until = at2;
    return;
  }
  const amber_ms = last?.colour === "amber" && state.colour === "red" ? state.since - last.since : null;
  phases.push({ colour: state.colour, flashing: state.flashing, since: state.since, notBefore: state.notBefore, source: state.source, until: at2, amber_ms });
  while (phases.length > 2 && (phases[1]?.until ?? at2) < at2 - KEPT_MS) phases.shift();
}
function lastBy(phases, t) {
  for (let i = phases.length - 1; i >= 0; i -= 1) {
    const phase = phases[i];
    if (phase !== void 0 && phase.since <= t) return phase;
  }
  return null;
}
function answer(found) {
  const [first, ...rest] = found;
  if (first === void 0) return { state: "none" };
  const other = rest.find((phase) => phase.colour !== first.colour);
  if (other !== void 0) return { state: "disagrees", detail: `${first.source} says ${first.colour}, ${other.source} says ${other.colour}` };
  const latest = found.reduce((a, b) => b.since > a.since ? b : a, first);
  return { state: "known", colour: latest.colour, phase: { ...latest, flashing: found.some((phase) => phase.flashing) }, source: rest.length > 0 ? "both" : first.source };
}

// pipeline/judge/seen/turning.ts
var newCourse = () => ({ road: [], exit: null, lastGround: null });
var KEPT = 160;
function follow(course, point2, scene, scale) {
  const from = course.lastGround;
  course.lastGround = point2.ground;
  const here = onRoad(point2.ground, scene, scale);
  const last = course.road.at(-1);
  if (last === void 0 || distance(last, here) >= 1) {
    course.road.push(here);
    if (course.road.length > KEPT) course.road.shift();
  }
  if (from === null) return;
  for (const exit2 of scene.exits) {
    if (signedDistance(exit2.line, from) >= 0 || signedDistance(exit2.line, point2.ground) < 0) continue;
    const place = along(exit2.line, point2.ground);
    if (place >= -0.05 && place <= 1.05) course.exit = exit2.movement;
  }
}
function movementOf(course, scene, scale, final) {
  const deg = turned(course.road) * handedness(course, scene, scale);
  if (course.exit !== null) return { movement: course.exit, deg };
  const size = Math.abs(deg);
  if (scene.exits.length > 0 && !final) return { movement: "unknown", deg };
  if (size >= 140) return { movement: "uturn", deg };
  if (size >= 45) return { movement: deg > 0 ? "right" : "left", deg };
  const travelled = course.road.length;
  if (scene.exits.length === 0 && size <= 20 && travelled >= (final ? 12 : 20)) return { movement: "straight", deg };
  return { movement: "unknown", deg };
}
function turned(road) {
  const a = road[0];
  const b = road[Math.min(3, road.length - 1)];
  const c = road[Math.max(0, road.length - 4)];
  const d = road.at(-1);
  if (a === void 0 || b === void 0 || c === void 0 || d === void 0 || road.length < 6) return 0;
  const u = { x: b.x - a.x, y: b.y - a.y };
  const v = { x: d.x - c.x, y: d.y - c.y };
  return Math.atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y) * 180 / Math.PI;
}
function onRoad(p, scene, scale) {
  if (scale.homography !== null) return project(scale.homography, p);
  const across = scale.pxPerMetre(p, { x: 1, y: 0 });
  const down = scale.pxPerMetre(p, { x: 0, y: 1 });
  return { x: p.x / across, y: p.y / down };
}
function handedness(course, scene, scale) {
  const p = course.lastGround;
  if (p === null || scale.homography === null) return 1;
  const o = onRoad(p, scene, scale);
  const x = onRoad({ x: p.x + 1, y: p.y }, scene, scale);
  const y = onRoad({ x: p.x, y: p.y + 1 }, scene, scale);
  return (x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x) >= 0 ? 1 : -1;
}

// pipeline/judge/red-light.ts
var SETTLE_MS = 700;
var STOOD_PAST_M = 0.25;
var redLight = {
  name: "red_light",
  create: (scene, note2) => {
    const scale = scaleOf(scene);
    const phases = createPhases();
    const see = watchTracks({
      settleMs: SETTLE_MS,
      signal: true,
      fresh: () => ({ course: newCourse(), passages: /* @__PURE__ */ new Map(), decided: /* @__PURE__ */ new Set() }),
      point: (one, point2) => {
        follow(one.state.course, point2, scene, scale);
        for (const line of scene.stopLines) {
          const passage = one.state.passages.get(line.id) ?? newPassage(line.line, point2);
          one.state.passages.set(line.id, passage);
          advance(passage, one.track, point2, scale, line.run_on_m);
        }
      },
      weigh: (one, { now, minute }, over) => scene.stopLines.flatMap((line) => weigh2(one, line, { scene, scale, phases, note: note2, minute, now }, over))
    });
    return {
      see: (sight, circumstances) => {
        if (scene.stopLines.length === 0) return [];
        phases.see(sight);
        return see(sight, circumstances);
      }
    };
  }
};
function weigh2(one, line, ctx, over) {
  const passage = one.state.passages.get(line.id);
  if (passage === void 0 || one.state.decided.has(line.id)) return [];
  const ran = passage.ranOn;
  if (ran === null || ctx.now < ran.point.at + SETTLE_MS) {
    const redOver = passage.frontAt !== null && passage.stoodMs > 0 && ran === null && ctx.now - (passage.last?.point.at ?? 0) < 2 * SETTLE_MS && leftRed(passage, line, ctx);
    if (!over && !redOver) return [];
    if (redOver || ran === null) {
      one.state.decided.add(line.id);
      return stopped(one, passage, line, ctx);
    }
  }
  const found = judge(one, passage, line, ctx, over);
  if (found === "wait") return [];
  one.state.decided.add(line.id);
  const late = found.some((verdict) => verdict.kind === "void" && verdict.why === "did_not_run_on");
  return late ? [...found, ...stopped(one, passage, line, ctx).filter(({ kind: kind2 }) => kind2 === "accused")] : found;
}
function leftRed(passage, line, ctx) {
  const then = ctx.phases.at(line.signal, passage.frontAt ?? ctx.now);
  const now = ctx.phases.at(line.signal, ctx.now - SETTLE_MS);
  return then.state === "known" && then.colour === "red" && now.state === "known" && now.colour !== "red" && now.colour !== "unknown";
}
function judge(one, passage, line, ctx, over) {
  const { track } = one;
  const at2 = passage.crossedAt;
  const ran = passage.ranOn;
  if (at2 === null || ran === null || passage.cameFromBeyond || !withinEnds(passage)) {
    say(ctx, track, ctx.now, `kh\xF4ng v\u01B0\u1EE3t v\u1EA1ch d\u1EEBng ${line.id} theo chi\u1EC1u c\u1EE7a v\u1EA1ch`, `did not come over stop line ${line.id} in its direction between its ends`);
    return [];
  }
  const refuse = (why, detail) => [refusal("red_light", track, at2, why, detail)];
  const front = frontPassedAt(passage, track, ctx.scale);
  const colour = ctx.phases.at(line.signal, front ?? at2);
  if (colour.state === "known" && innocent(colour, line, passage, ctx)) {
    say(ctx, track, at2, `qua v\u1EA1ch ${line.id} khi \u0111\xE8n ${VI[colour.colour]}`, `came over ${line.id} on ${colour.colour}, shown since ${secs(colour.phase.since)}`);
    return [];
  }
  const signalWhy = signalDoubt(colour, ctx.phases.at(line.signal, at2), front ?? at2, line);
  if (signalWhy !== null) return refuse(...signalWhy);
  if (front === null || passage.before === null || passage.behind < SIDE_SIGHTS) return refuse("no_before", "the whole vehicle was not seen before the line: it may have stood over it already");
  const before = passage.clear ?? passage.first ?? passage.before;
  const seen3 = doubt(one.flags, track, before.point.at, ran.point.at, true);
  if (seen3 !== null) return refuse(seen3, `${track.distrust.join(", ")} about the crossing`);
  if (passage.brokenAt !== null && passage.brokenAt >= before.point.at && passage.brokenAt <= ran.point.at) return refuse("track_gap", `the track is broken at ${secs(passage.brokenAt)}`);
  if (!wholeBoxMoved(before.point, ran.point, passage.n)) return refuse("track_jumped", "the lower edge moved over the line but the upper edge did not: an occlusion");
  const setting = settingSince(one, front);
  if (setting !== null) return refuse(setting, `held within the minute before ${secs(front)}`);
  return unlawful(one, passage, line, ctx, { over, front, at: at2, colour, refuse });
}
function unlawful(one, passage, line, ctx, { over, front, at: at2, colour, refuse }) {
  const ran = passage.ranOn;
  const witness2 = witnessBefore(passage, one.track, ctx.scale);
  if (ran === null || witness2 === null || colour.state !== "known") return refuse("no_before", "no picture with the vehicle before the line");
  const red = colour.phase;
  if (witness2.at < red.since) return refuse("within_grace", `the last sight before the line, at ${secs(witness2.at)}, was before red was seen at ${secs(red.since)}`);
  if (!ctx.phases.holds(line.signal, "red", front, ran.point.at)) return refuse("did_not_run_on", `red had ended when it had run on ${passage.needed.toFixed(0)} px, at ${secs(ran.point.at)}`);
  const turn3 = movementOf(one.state.course, ctx.scene, ctx.scale, over);
  const permits = line.permits.filter((permit2) => covers(permit2, one.track.kind, ctx.minute) && (permit2.arrow === void 0 || lit(ctx.phases, permit2.arrow, front, ran.point.at)));
  if (permits.length > 0 && turn3.movement === "unknown") return over ? refuse("movement_unknown", `${permits.map((p) => p.movement).join(", ")} may pass, and where it went was not seen`) : "wait";
  const permit = permits.find(({ movement: movement2 }) => movement2 === turn3.movement);
  if (permit !== void 0) return refuse("permitted_movement", `${turn3.movement} is permitted by ${permit.arrow ?? permit.sign ?? "the site"}`);
  const facts2 = {
    rule: "red_light",
    stop_line: line.id,
    ...signalFacts2(line, red, colour.source, front),
    amber_ms: red.amber_ms,
    movement: turn3.movement,
    ran_on_px: ran.s,
    needed_px: passage.needed,
    crossed_ms: at2,
    front_ms: front,
    ran_on_ms: ran.point.at,
    before: witnessOf(witness2),
    after: witnessOf(ran.point)
  };
  return accusation("red_light", one.track, middlePassedAt(passage, one.track, ctx.scale) ?? at2, facts2);
}
var lit = (phases, arrow, from, to) => phases.mayShow(arrow, "green", from, to) || phases.mayShow(arrow, "amber", from, to);
var signalFacts2 = (line, red, source, front) => ({
  signal: line.signal,
  signal_source: source,
  red_since_ms: red.since,
  red_for_ms: front - red.since,
  grace_ms: line.grace_ms
});
function innocent(colour, line, passage, ctx) {
  if (colour.phase.flashing) return false;
  if (colour.colour === "green") return true;
  const later = ctx.phases.at(line.signal, passage.crossedAt ?? ctx.now);
  return colour.colour === "amber" && later.state === "known" && later.colour !== "red";
}
function signalDoubt(front, ground2, at2, line) {
  if (front.state === "none") return ["signal_unknown", `signal ${line.signal} was not seen at ${secs(at2)}`];
  if (front.state === "disagrees") return ["signal_disagrees", front.detail];
  if (ground2.state === "disagrees") return ["signal_disagrees", ground2.detail];
  if (front.phase.flashing) return ["signal_flashing", `signal ${line.signal} was flashing at ${secs(at2)}`];
  switch (front.colour) {
    case "red": {
      const red_for = at2 - front.phase.since;
      return red_for < line.grace_ms ? ["within_grace", `red for ${red_for.toFixed(0)} ms, grace ${line.grace_ms} ms`] : null;
    }
    case "amber":
    case "green":
      return ["amber", `the front came over on ${front.colour} at ${secs(at2)}`];
    case "dark":
      return ["signal_dark", `signal ${line.signal} was dark at ${secs(at2)}`];
    case "unknown":
      return ["signal_unknown", `signal ${line.signal} could not be read at ${secs(at2)}`];
  }
}
function witnessBefore(passage, track, scale) {
  if (passage.clear !== null) return passage.clear.point;
  const { first } = passage;
  return first !== null && first.s + reach(passage, track, first.point, scale)[1] / 2 < 0 ? first.point : passage.before?.point ?? null;
}
function stopped(one, passage, line, ctx) {
  const { track } = one;
  const { frontAt: front, clear, stoodPoint } = passage;
  if (front === null || clear === null || stoodPoint === null || passage.cameFromBeyond) return crossedOnly(one, passage, line, ctx);
  const ahead = passage.n.y >= -0.1 ? -LENGTH_M[track.kind][0] * ctx.scale.pxPerMetre(stoodPoint.ground, passage.n) : reach(passage, track, stoodPoint, ctx.scale)[1];
  const past = passage.stoodPast + ahead / 2;
  const needed = STOOD_PAST_M * ctx.scale.pxPerMetre(stoodPoint.ground, passage.n);
  const colour = ctx.phases.at(line.signal, front);
  if (past < needed || colour.state !== "known" || colour.colour !== "red" || colour.phase.flashing || front - colour.phase.since < line.grace_ms) return [];
  const offence = "stop_line_or_marking";
  const refuse = (why, detail) => [refusal(offence, track, front, why, detail)];
  const stoodTo = stoodPoint.at;
  const seen3 = doubt(one.flags, track, clear.point.at, stoodTo, true);
  if (seen3 !== null) return refuse(seen3, `${track.distrust.join(", ")} about the stop`);
  if (!wholeBoxMoved(clear.point, stoodPoint, passage.n)) return refuse("track_jumped", "only the lower edge moved: an occlusion");
  if (passage.brokenAt !== null && passage.brokenAt >= clear.point.at && passage.brokenAt <= stoodTo) return refuse("track_gap", `the track is broken at ${secs(passage.brokenAt)}`);
  if (!ctx.phases.holds(line.signal, "red", front, stoodTo)) return refuse("did_not_run_on", "red had ended while it stood");
  const setting = settingSince(one, front);
  if (setting !== null) return refuse(setting, `held within the minute before ${secs(front)}`);
  const facts2 = {
    rule: "stop_line",
    stop_line: line.id,
    ...signalFacts2(line, colour.phase, colour.source, front),
    stood_ms: Math.min(passage.stoodMs, colour.phase.until - passage.stoodFrom),
    past_px: past,
    needed_px: needed,
    crossed_ms: front,
    before: witnessOf(clear.point),
    after: witnessOf(stoodPoint)
  };
  return accusation(offence, track, front, facts2);
}
function crossedOnly(one, passage, line, ctx) {
  const at2 = passage.crossedAt;
  if (at2 === null || passage.cameFromBeyond || passage.over < SIDE_SIGHTS) return [];
  const colour = ctx.phases.at(line.signal, at2);
  if (colour.state !== "known" || colour.colour !== "red") return [];
  const far = Math.max(0, passage.last?.s ?? 0).toFixed(0);
  return [refusal("red_light", one.track, at2, "did_not_run_on", `seen ${far} px past ${line.id}, ${passage.needed.toFixed(0)} px are asked`)];
}
var VI = { red: "\u0111\u1ECF", amber: "v\xE0ng", green: "xanh", dark: "t\u1EAFt", unknown: "kh\xF4ng r\xF5" };
function say(ctx, track, at2, vi, en) {
  ctx.note?.({ rule: "red_light", track: track.id, at: mediaMs(at2), vi, en });
}

// pipeline/judge/solid-line.ts
var SIGHTS2 = 2;
var WIDTHS = 0.3;
var LEAST_M = 0.5;
var AWAIT_MS2 = 800;
var solidLine2 = {
  name: "solid_line",
  create: (scene, note2) => {
    const scale = scaleOf(scene);
    const see = watchTracks({
      settleMs: 0,
      signal: false,
      fresh: () => /* @__PURE__ */ new Map(),
      point: (one, point2, { minute }) => {
        for (const line of scene.solidLines) if (point2.box.y2 < scene.heightPx - 2 && covers(line, one.track.kind, minute)) beside(one, point2, line, scale);
      },
      weigh: (one, { now }, over) => scene.solidLines.flatMap((line) => weigh3(one, line, now, over, { scene, scale, note: note2 }))
    });
    return { see: (sight, circumstances) => scene.solidLines.length === 0 ? [] : see(sight, circumstances) };
  }
};
function beside(one, point2, line, scale) {
  const state = one.state.get(line.id) ?? { settled: null, pending: null, brokenAt: -Infinity, lastPoint: null, lastSide: 0, crossedAt: null, decided: false };
  one.state.set(line.id, state);
  const { lastPoint } = state;
  if (lastPoint !== null && (point2.at - lastPoint.at > MAX_GAP_MS || breaks(lastPoint, point2, metreAt(one.track, point2, ACROSS, scale)))) state.brokenAt = point2.at;
  const place = placeBeside(one.track, point2, line, scale);
  if (place === null) {
    if (state.pending === null) state.settled = null;
    state.lastPoint = point2;
    return;
  }
  if (lastPoint !== null && state.lastSide !== 0 && Math.sign(place.side) !== Math.sign(state.lastSide)) state.crossedAt = between(lastPoint.at, state.lastSide, point2.at, place.side);
  state.lastPoint = point2;
  state.lastSide = place.side;
  settle(state, { side: place.side, point: point2 }, place.needed);
}
var ACROSS = { x: 1, y: 0 };
function settle(state, sight, needed) {
  if (Math.abs(sight.side) < needed) return;
  const sign = sight.side > 0 ? 1 : -1;
  const { settled, pending } = state;
  if (settled === null || settled.sign === sign) {
    if (settled === null) state.settled = { sign, sights: 1, last: sight, first: sight };
    else state.settled = { ...settled, sights: settled.sights + 1, last: pending === null ? sight : settled.last };
    if (pending !== null && pending.sights < SIGHTS2) state.pending = null;
    return;
  }
  state.pending = pending === null ? { sign, sights: 1, last: sight, first: sight } : { ...pending, sights: pending.sights + 1, last: sight };
}
var surer = (a, b) => a * b <= 0 ? 0 : Math.abs(a) < Math.abs(b) ? a : b;
function placeBeside(track, point2, line, scale) {
  let best = null;
  for (let i = 1; i < line.line.length; i += 1) {
    const a2 = line.line[i - 1];
    const b2 = line.line[i];
    if (a2 === void 0 || b2 === void 0) continue;
    const length2 = distance(a2, b2);
    const p = contact(track, point2, { x: (b2.x - a2.x) / length2, y: (b2.y - a2.y) / length2 }, scale);
    const segment2 = { a: a2, b: b2 };
    const t = along(segment2, p);
    if (t < 0 || t > 1) continue;
    const side = surer(signedDistance(segment2, p), signedDistance(segment2, point2.ground));
    if (best === null || Math.abs(side) < Math.abs(best.side)) best = { segment: segment2, p, side };
  }
  if (best === null) return null;
  const { a, b } = best.segment;
  const length = distance(a, b);
  const level = Math.abs(b.y - a.y) / length;
  const metre = metreAt(track, point2, { x: -(b.y - a.y) / length, y: (b.x - a.x) / length }, scale);
  return { side: best.side, needed: Math.max(WIDTHS * faceWidth(track, point2, scale) * Math.max(level, 0.3), LEAST_M * metre, 3) };
}
function weigh3(one, line, now, over, ctx) {
  const state = one.state.get(line.id);
  if (state === void 0 || state.decided || state.settled === null || state.pending === null || state.pending.sights < SIGHTS2) return [];
  if (now < state.pending.first.point.at + AWAIT_MS2 && !over) return [];
  state.decided = true;
  const { track } = one;
  const before = state.settled.last;
  const after = state.pending.last;
  const at2 = state.crossedAt ?? after.point.at;
  const refuse = (...[why, detail]) => [refusal(line.offence, track, at2, why, detail)];
  if (state.settled.sights < SIGHTS2) return refuse("no_before", `seen ${state.settled.sights} time(s) beside ${line.id} before it crossed`);
  const seen3 = doubt(one.flags, track, before.point.at, after.point.at);
  if (seen3 !== null) return refuse(seen3, `${track.distrust.join(", ")} about the crossing`);
  if (state.brokenAt >= before.point.at && state.brokenAt <= state.pending.first.point.at) return refuse("track_gap", `the track is broken at ${secs(state.brokenAt)}`);
  if (!upperEdgeMoved(before.point, after.point)) return refuse("track_jumped", "one edge of the box moved and the other did not: an occlusion");
  const setting = settingSince(one, before.point.at);
  if (setting !== null) return refuse(setting, `held about ${secs(at2)}`);
  const needed = placeBeside(track, after.point, line, ctx.scale)?.needed ?? 0;
  const facts2 = {
    rule: "solid_line",
    line: line.id,
    offence: line.offence,
    side_before_px: before.side,
    side_after_px: after.side,
    needed_px: needed,
    crossed_ms: at2,
    before: witnessOf(before.point),
    after: witnessOf(after.point)
  };
  return accusation(line.offence, track, at2, facts2);
}
function upperEdgeMoved(a, b) {
  const middle = b.ground.x - a.ground.x;
  const left = b.box.x1 - a.box.x1;
  const right = b.box.x2 - a.box.x2;
  const lower = Math.abs(b.ground.y - a.ground.y);
  return Math.abs(middle) < lower || left * middle > 0 && right * middle > 0;
}
function between(at2, side, later, otherSide) {
  return at2 + (later - at2) * Math.abs(side) / Math.max(1e-9, Math.abs(side) + Math.abs(otherSide));
}

// pipeline/judge/speed.ts
var SIGHTS3 = 5;
var LEAST_BASE_M = 8;
var STAMP_MS = 5;
var allowed = (kmh) => Math.max(3, 0.03 * kmh);
var speed2 = {
  name: "speed",
  create: (scene, note2) => {
    const calibration2 = scene.speed.length === 0 ? null : calibrationOf(scene);
    if (calibration2 === null) return { see: () => [] };
    if (calibration2.state === "refused") return uncalibrated(scene, calibration2.why);
    const { homography } = calibration2;
    const scale = scaleOf(scene);
    const see = watchTracks({
      settleMs: 0,
      signal: false,
      fresh: () => ({ bases: scene.speed.map(() => ({ samples: [], last: null, open: false, done: false, broken: false })) }),
      point: (one, point2) => scene.speed.forEach((line, index) => {
        const base = one.state.bases[index];
        if (base !== void 0 && !base.done) onBase(base, point2, line, homography);
      }),
      weigh: (one, { minute, circumstances }) => scene.speed.flatMap((line, index) => {
        const base = one.state.bases[index];
        if (base === void 0 || !base.done || base.samples.length === 0) return [];
        const samples = base.samples.splice(0);
        return weigh4(one, line, samples, base.broken, { scene, scale, calibration: calibration2, minute, verified: circumstances.speedVerified, note: note2 });
      })
    });
    return { see };
  }
};
function uncalibrated(scene, why) {
  const see = watchTracks({
    settleMs: 0,
    signal: false,
    fresh: () => ({ told: false }),
    point: () => void 0,
    weigh: (one, { now }) => {
      const last = one.track.path.at(-1);
      if (one.state.told || last === void 0 || !scene.speed.some(({ to }) => signedDistance(to, last.ground) * signedDistance(to, one.track.path[0]?.ground ?? last.ground) < 0)) return [];
      one.state.told = true;
      return [refusal("speed_05_10", one.track, now, "not_calibrated", why)];
    }
  });
  return { see };
}
function onBase(base, point2, line, h) {
  const { last } = base;
  base.last = point2;
  if (last === null) return;
  if (!base.open) {
    if (!passes(line.from, last, point2, line.to)) return;
    base.open = true;
    base.samples.push({ road: project(h, seenAt(last)), point: last });
  }
  if (point2.at - last.at > MAX_GAP_MS || breaks(last, point2, 60)) base.broken = true;
  base.samples.push({ road: project(h, seenAt(point2)), point: point2 });
  if (passes(line.to, last, point2, null)) base.done = true;
  else if (base.samples.length > 400) base.samples.splice(0), base.open = false;
}
var seenAt = (point2) => point2.detected === void 0 ? point2.ground : ground(point2.detected);
function passes(segment2, a, b, towards) {
  const from = signedDistance(segment2, a.ground);
  const to = signedDistance(segment2, b.ground);
  if (from * to > 0 || from === to) return false;
  const place = along(segment2, b.ground);
  if (place < -0.1 || place > 1.1) return false;
  if (towards === null) return true;
  const middle = { x: (towards.a.x + towards.b.x) / 2, y: (towards.a.y + towards.b.y) / 2 };
  return signedDistance(segment2, middle) * (to === 0 ? -from : to) > 0;
}
function measure(samples, speedError2) {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === void 0 || last === void 0) return null;
  const baseline_m = Math.hypot(last.road.x - first.road.x, last.road.y - first.road.y);
  const elapsed_ms = last.at - first.at;
  if (baseline_m <= 0 || elapsed_ms <= 0) return null;
  const u = { x: (last.road.x - first.road.x) / baseline_m, y: (last.road.y - first.road.y) / baseline_m };
  const ways = samples.map(({ road, at: at2 }) => ({ t: (at2 - first.at) / 1e3, d: (road.x - first.road.x) * u.x + (road.y - first.road.y) * u.y }));
  const n = ways.length;
  const t = ways.reduce((sum, way) => sum + way.t, 0) / n;
  const d = ways.reduce((sum, way) => sum + way.d, 0) / n;
  const tt = ways.reduce((sum, way) => sum + (way.t - t) ** 2, 0);
  const slope = ways.reduce((sum, way) => sum + (way.t - t) * (way.d - d), 0) / tt;
  const scatter = Math.sqrt(ways.reduce((sum, way) => sum + (way.d - d - slope * (way.t - t)) ** 2, 0) / Math.max(1, n - 2) / tt);
  const kmh = slope * 3.6;
  const error_kmh = kmh * speedError2 + kmh * (2 * STAMP_MS / elapsed_ms) + 2 * scatter * 3.6;
  return { kmh, check_kmh: baseline_m / elapsed_ms * 3600, error_kmh, baseline_m, elapsed_ms };
}
function weigh4(one, line, samples, broken, ctx) {
  const { track } = one;
  const { kind: kind2 } = track;
  const from = samples[0];
  const to = samples.at(-1);
  const limit = line.limits.find((each) => covers(each, kind2, ctx.minute) && inLanes(ctx.scene, each.lanes, samples));
  if (from === void 0 || to === void 0 || limit === void 0 || kind2 === "person") return [];
  const measured = measure(samples.map(({ road, point: point2 }) => ({ road, at: point2.at })), ctx.calibration.speedError);
  if (measured === null || measured.kmh - limit.limit_kmh < LEAST_OVER) {
    if (measured !== null) tell(ctx, track.id, to.point, measured, limit.limit_kmh);
    return [];
  }
  const refuse = (...[why, detail]) => [refusal(offenceOf(measured.kmh - limit.limit_kmh, kind2) ?? "speed_05_10", track, to.point.at, why, detail)];
  if (samples.length < SIGHTS3 || measured.baseline_m < LEAST_BASE_M) return refuse("track_too_brief", `${samples.length} sights over ${measured.baseline_m.toFixed(1)} m`);
  if (broken) return refuse("track_gap", "the track is broken on the base line");
  const flag = doubt(one.flags, track, from.point.at, to.point.at);
  if (flag !== null) return refuse(flag, `${track.distrust.join(", ")} on the base line`);
  if (!kindIsSure(track, samples.map(({ point: point2 }) => point2), ctx.scale) && ctx.scene.speed.some(({ limits }) => limits.some(({ classes: classes2 }) => classes2 !== void 0))) return refuse("kind_unclear", "the limit depends on the kind");
  if (Math.abs(measured.kmh - measured.check_kmh) > Math.max(measured.error_kmh, allowed(measured.kmh))) {
    return refuse("track_jumped", `all sights say ${measured.kmh.toFixed(1)} km/h, the two witnesses ${measured.check_kmh.toFixed(1)} km/h`);
  }
  const setting = settingSince(one, from.point.at);
  if (setting !== null) return refuse(setting, `held about ${secs(to.point.at)}`);
  return charge(one, kind2, from, to, measured, limit, ctx);
}
var LEAST_OVER = 5;
function charge(one, kind2, from, to, measured, limit, ctx) {
  const certificate2 = ctx.scene.file.device.speed_verification;
  const certified = certificate2 === void 0 ? allowed(measured.kmh) : certificate2.error_kmh ?? allowed(measured.kmh);
  const charged = measured.kmh - Math.max(certified, measured.error_kmh);
  const offence = offenceOf(charged - limit.limit_kmh, kind2);
  if (offence === null) {
    return [refusal("speed_05_10", one.track, to.point.at, "below_threshold", `${measured.kmh.toFixed(1)} km/h less ${(measured.kmh - charged).toFixed(1)} km/h is under ${limit.limit_kmh} + 5 km/h`)];
  }
  const screeningOnly = !ctx.verified || certificate2 === void 0;
  const facts2 = {
    rule: "speed",
    limit_kmh: limit.limit_kmh,
    limit_source: limit.source,
    measured_kmh: measured.kmh,
    error_kmh: measured.error_kmh,
    certified_error_kmh: certified,
    charged_kmh: charged,
    baseline_m: measured.baseline_m,
    elapsed_ms: measured.elapsed_ms,
    verification: certificate2?.number ?? null,
    screening_only: screeningOnly,
    from_m: [from.road.x, from.road.y],
    to_m: [to.road.x, to.road.y],
    check_kmh: measured.check_kmh,
    crossed_ms: to.point.at,
    before: witnessOf(from.point),
    after: witnessOf(to.point)
  };
  return accusation(offence, one.track, to.point.at, facts2, screeningOnly);
}
function offenceOf(over, kind2) {
  if (kind2 === "bicycle" || over < LEAST_OVER) return null;
  if (over < 10) return "speed_05_10";
  if (over <= 20) return "speed_10_20";
  if (kind2 === "motorcycle") return "speed_20_up";
  return over <= 35 ? "speed_20_35" : "speed_35_up";
}
function inLanes(scene, lanes, samples) {
  if (lanes === void 0) return true;
  return scene.lanes.some((lane3) => lanes.includes(lane3.id) && samples.every(({ point: point2 }, index) => index === 0 || index === samples.length - 1 || inside(lane3.area, point2.ground)));
}
function tell(ctx, track, point2, { kmh, error_kmh }, limit) {
  const words = `${kmh.toFixed(1)} \xB1 ${error_kmh.toFixed(1)} km/h`;
  ctx.note?.({ rule: "speed", track, at: point2.at, vi: `t\u1ED1c \u0111\u1ED9 ${words}, gi\u1EDBi h\u1EA1n ${limit}`, en: `${words}, limit ${limit}` });
}

// pipeline/judge/standing.ts
var STEP_M = 0.6;
var STOP_MS2 = 15e3;
var PARK_MS = 12e4;
var HIDDEN_MS = 3e4;
var SAME_PLACE_IOU = 0.6;
var MOVE_OFF_MS = 15e3;
var AHEAD_M = 9;
var PASSED_BY = 1;
var standing = {
  name: "standing",
  create: (scene, note2) => {
    const scale = scaleOf(scene);
    const zones = scene.zones.filter(({ kind: kind2 }) => kind2 === "no_stopping" || kind2 === "no_parking");
    const crowd = createCrowd(scale);
    let left = [];
    const see = watchTracks({
      settleMs: 0,
      signal: false,
      fresh: () => ({ stands: /* @__PURE__ */ new Map(), heading: null, anchor: null }),
      point: (one, point2, { minute }) => {
        for (const zone2 of zones) if (covers(zone2, one.track.kind, minute)) left = stand2(one, point2, zone2, scale, left, crowd);
      },
      weigh: (one, { now }, over) => zones.flatMap((zone2) => {
        const found = weigh5(one, zone2, note2);
        const state = one.state.stands.get(zone2.id);
        if (over && state !== void 0 && !state.decided) left.push({ stand: state, zone: zone2.id, track: one.track, at: now });
        return found;
      })
    });
    return {
      see: (sight, circumstances) => {
        if (zones.length === 0) return [];
        crowd.see(sight, held(scene, sight));
        left = left.filter(({ at: at2 }) => sight.at - at2 <= HIDDEN_MS);
        return see(sight, circumstances);
      }
    };
  }
};
function held(scene, sight) {
  const mains = scene.signals.filter(({ kind: kind2 }) => kind2 === "main").map(({ id: id2 }) => id2);
  return mains.length > 0 && sight.signals.some((state) => mains.includes(state.signal) && (state.colour !== "green" || state.flashing));
}
function createCrowd(scale) {
  const others = /* @__PURE__ */ new Map();
  let free = -Infinity;
  const movedFrom = ({ track, point: point2, still }) => distance(point2.ground, still.ground) > STEP_M * 2 * metreAt(track, point2, ACROSS2, scale);
  return {
    see: (sight, heldUp) => {
      if (heldUp) free = sight.at + MOVE_OFF_MS;
      for (const track of sight.tracks) {
        const point2 = track.path.at(-1);
        if (point2 === void 0 || track.kind === "person") continue;
        const known = others.get(track.id);
        const other = { track, point: point2, still: known?.still ?? point2 };
        others.set(track.id, movedFrom(other) ? { track, point: point2, still: point2 } : other);
      }
      for (const track of sight.ended) others.delete(track.id);
    },
    freeSince: () => free,
    blocked: (track, point2, heading2) => [...others.values()].some((other) => {
      if (other.track.id === track.id || point2.at - other.still.at < 1500 || point2.at - other.point.at > 3e3) return false;
      const metre = metreAt(track, point2, ACROSS2, scale);
      const gap = { x: (other.point.ground.x - point2.ground.x) / metre, y: (other.point.ground.y - point2.ground.y) / metreAt(track, point2, DOWN, scale) };
      const far = Math.hypot(gap.x, gap.y);
      if (far > AHEAD_M + LENGTH_M[track.kind][0]) return false;
      return heading2 === null || gap.x * heading2.x + gap.y * heading2.y > 0.7 * far;
    }),
    passing: (track, point2) => [...others.values()].flatMap((other) => {
      const metre = metreAt(track, point2, ACROSS2, scale);
      const near = distance(other.point.ground, point2.ground) < 8 * metre;
      return other.track.id !== track.id && near && other.still.at === other.point.at ? [String(other.track.id)] : [];
    })
  };
}
var ACROSS2 = { x: 1, y: 0 };
var DOWN = { x: 0, y: 1 };
function stand2(one, point2, zone2, scale, left, crowd) {
  const { state, track } = one;
  const metre = metreAt(track, point2, ACROSS2, scale);
  heading(state, point2, track, scale);
  const current = state.stands.get(zone2.id);
  if (current?.decided === true) return left;
  const step = STEP_M * metre + 0.03 * width(point2.box);
  if (!inside(zone2.area, point2.ground)) {
    if (current !== void 0 && point2.at - current.last.at > HIDDEN_MS) state.stands.delete(zone2.id);
    return left;
  }
  if (current === void 0) {
    const again = left.find((each) => each.zone === zone2.id && each.track.kind === track.kind && iou(each.stand.last.box, point2.box) >= SAME_PLACE_IOU);
    state.stands.set(zone2.id, again?.stand ?? { from: point2, last: point2, moved: 0, allowed: step, free_ms: 0, unseen_ms: 0, passedBy: /* @__PURE__ */ new Set(), decided: false });
    return left.filter((each) => each !== again);
  }
  const moved = distance(point2.ground, current.from.ground);
  const steady = iou(point2.box, current.from.box) >= 0.5;
  if (moved > step && (steady || moved > 3 * step)) {
    state.stands.set(zone2.id, { from: point2, last: point2, moved: 0, allowed: step, free_ms: 0, unseen_ms: 0, passedBy: /* @__PURE__ */ new Set(), decided: false });
    return left;
  }
  const gap = point2.at - current.last.at;
  if (gap > 2e3) current.unseen_ms += gap;
  const free = point2.at >= crowd.freeSince() && !crowd.blocked(track, point2, state.heading);
  if (free) current.free_ms += gap;
  for (const other of crowd.passing(track, point2)) current.passedBy.add(other);
  if (steady) current.moved = Math.max(current.moved, Math.min(moved, step));
  current.last = point2;
  return left;
}
function heading(state, point2, track, scale) {
  const { anchor } = state;
  if (anchor === null) {
    state.anchor = point2;
    return;
  }
  const x = (point2.ground.x - anchor.ground.x) / metreAt(track, point2, ACROSS2, scale);
  const y = (point2.ground.y - anchor.ground.y) / metreAt(track, point2, DOWN, scale);
  const far = Math.hypot(x, y);
  if (far < 2) return;
  state.heading = { x: x / far, y: y / far };
  state.anchor = point2;
}
function weigh5(one, zone2, note2) {
  const found = one.state.stands.get(zone2.id);
  const needed_ms = (zone2.stop_s ?? 0) * 1e3 || (zone2.kind === "no_stopping" ? STOP_MS2 : PARK_MS);
  if (found === void 0 || found.decided || found.last.at - found.from.at < needed_ms) return [];
  if (found.free_ms < needed_ms) return [];
  found.decided = true;
  const { track } = one;
  const offence = zone2.kind === "no_stopping" ? "stop_no_stopping_sign" : "park_no_parking_sign";
  const flag = doubt(one.flags, track, found.last.at - 1e3, found.last.at);
  if (flag !== null && flag !== "track_gap") return [refusal(offence, track, found.last.at, flag, `${track.distrust.join(", ")} while it stood in ${zone2.id}`)];
  const setting = settingSince(one, found.from.at);
  if (setting !== null) return [refusal(offence, track, found.last.at, setting, `held about ${secs(found.last.at)}`)];
  if (found.passedBy.size < PASSED_BY) note2?.({ rule: "standing", track: track.id, at: found.last.at, vi: "kh\xF4ng c\xF3 xe n\xE0o v\u01B0\u1EE3t qua trong l\xFAc \u0111\u1ED7", en: "nobody passed it while it stood" });
  const facts2 = {
    rule: "standing",
    zone: zone2.id,
    offence,
    stood_ms: found.last.at - found.from.at,
    needed_ms,
    moved_px: found.moved,
    allowed_px: found.allowed,
    unseen_ms: found.unseen_ms,
    passed_by: found.passedBy.size,
    crossed_ms: found.from.at,
    before: witnessOf(found.from),
    after: witnessOf(found.last)
  };
  return accusation(offence, track, found.from.at, facts2);
}

// pipeline/judge/turn.ts
var CHORD_M = 3;
var STEP_M2 = 0.5;
var KEPT2 = 120;
var NEEDED_DEG = { left: 60, right: 60, uturn: 150 };
var SIDE_MOST_DEG = 125;
var turn = {
  name: "turn",
  create: (scene) => {
    const scale = scaleOf(scene);
    const zones = scene.zones.flatMap((zone2) => {
      const movement2 = forbidden(zone2);
      return movement2 === null ? [] : [{ zone: zone2, movement: movement2 }];
    });
    const mirrored = mirror(scene, scale);
    const see = watchTracks({
      settleMs: 0,
      signal: false,
      fresh: () => /* @__PURE__ */ new Map(),
      point: (one, point2, { minute }) => {
        for (const { zone: zone2 } of zones) if (covers(zone2, one.track.kind, minute)) follow2(one, point2, zone2, scale);
      },
      weigh: (one, _moment, over) => zones.flatMap((each) => weigh6(one, each, mirrored, over))
    });
    return { see: (sight, circumstances) => zones.length === 0 ? [] : see(sight, circumstances) };
  }
};
function forbidden({ kind: kind2 }) {
  return kind2 === "no_uturn" ? "uturn" : kind2 === "no_left_turn" ? "left" : kind2 === "no_right_turn" ? "right" : null;
}
function follow2(one, point2, zone2, scale) {
  const state = one.state.get(zone2.id) ?? { steps: [], entered: false, left: false, last: null, brokenAt: -Infinity, decided: false };
  one.state.set(zone2.id, state);
  if (state.decided) return;
  const { last } = state;
  if (last !== null && (point2.at - last.at > 2 * MAX_GAP_MS || breaks(last, point2, metreAt(one.track, point2, { x: 1, y: 0 }, scale)))) state.brokenAt = point2.at;
  state.last = point2;
  if (inside(zone2.area, point2.ground)) state.entered = true;
  const road = onRoad2(point2.ground, scale);
  const before = state.steps.at(-1);
  if (before !== void 0 && distance(before.road, road) < STEP_M2) return;
  state.steps.push({ road, point: point2 });
  if (state.steps.length > KEPT2) state.steps.shift();
}
function onRoad2(p, scale) {
  if (scale.homography !== null) return project(scale.homography, p);
  return { x: p.x / scale.pxPerMetre(p, { x: 1, y: 0 }), y: p.y / scale.pxPerMetre(p, { x: 0, y: 1 }) };
}
function mirror(scene, scale) {
  if (scale.homography === null) return 1;
  const p = { x: scene.widthPx / 2, y: scene.heightPx * 0.7 };
  const o = onRoad2(p, scale);
  const x = onRoad2({ x: p.x + 1, y: p.y }, scale);
  const y = onRoad2({ x: p.x, y: p.y + 1 }, scale);
  return (x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x) >= 0 ? 1 : -1;
}
function turned2(steps) {
  const chords = [];
  let from = 0;
  for (let i = 1; i < steps.length; i += 1) {
    const a = steps[from];
    const b = steps[i];
    if (a === void 0 || b === void 0 || distance(a.road, b.road) < CHORD_M) continue;
    chords.push({ heading: Math.atan2(b.road.y - a.road.y, b.road.x - a.road.x), at: a });
    from = i;
  }
  const first = chords[0];
  const last = steps.at(-1);
  if (first === void 0 || last === void 0 || chords.length < 2) return null;
  let sum = 0;
  let middle = first.at;
  let half = 0;
  for (let i = 1; i < chords.length; i += 1) {
    const a = chords[i - 1];
    const b = chords[i];
    if (a === void 0 || b === void 0) continue;
    const step = wrap(b.heading - a.heading);
    if (Math.abs(step) > half) {
      half = Math.abs(step);
      middle = b.at;
    }
    sum += step;
  }
  return { deg: sum * 180 / Math.PI, from: first.at, middle, to: last };
}
var wrap = (angle2) => Math.atan2(Math.sin(angle2), Math.cos(angle2));
function weigh6(one, { zone: zone2, movement: movement2 }, mirrored, over) {
  const state = one.state.get(zone2.id);
  if (state === void 0 || state.decided || !state.entered || state.last === null || movement2 === "straight") return [];
  if (movement2 !== "uturn" && !over) return [];
  if (movement2 === "uturn" && !over && state.steps.at(-1)?.point !== state.last) return [];
  const found = turned2(state.steps);
  if (found === null) return [];
  const deg = found.deg * mirrored;
  const size = Math.abs(deg);
  const done = movement2 === "uturn" ? size >= NEEDED_DEG.uturn : size >= NEEDED_DEG[movement2] && size <= SIDE_MOST_DEG && deg > 0 === (movement2 === "right");
  if (!done || !inside(zone2.area, found.middle.point.ground)) return [];
  state.decided = true;
  return [...charge2(one, zone2, movement2, deg, found, state.brokenAt)];
}
function charge2(one, zone2, movement2, deg, { from, middle, to }, brokenAt) {
  const { track } = one;
  const at2 = middle.point.at;
  const refuse = (...[why, detail]) => [refusal("uturn_or_turn_forbidden", track, at2, why, detail)];
  const flag = doubt(one.flags, track, from.point.at, to.point.at);
  if (flag !== null) return refuse(flag, `${track.distrust.join(", ")} while it turned in ${zone2.id}`);
  if (brokenAt >= from.point.at && brokenAt <= to.point.at) return refuse("track_gap", `the track is broken at ${secs(brokenAt)}`);
  const setting = settingSince(one, from.point.at);
  if (setting !== null) return refuse(setting, `held about ${secs(at2)}`);
  const facts2 = {
    rule: "turn",
    zone: zone2.id,
    movement: movement2,
    turned_deg: deg,
    needed_deg: NEEDED_DEG[movement2],
    crossed_ms: at2,
    before: witnessOf(from.point),
    after: witnessOf(to.point)
  };
  return accusation("uturn_or_turn_forbidden", track, at2, facts2);
}

// pipeline/judge/wrong-lane.ts
var NEEDED_MS = 1500;
var NEEDED_M = 6;
var SIGHTS4 = 5;
var AWAIT_MS3 = 500;
var INSIDE_WIDTHS = 0.25;
var allKinds = VEHICLE_KINDS;
var wrongLane = {
  name: "wrong_lane",
  create: (scene) => areaRule(scene, {
    offence: "wrong_lane",
    areas: ({ lanes }) => lanes.flatMap((lane3) => lane3.classes === void 0 ? [] : [{ id: lane3.id, area: lane3.area, heading: direction(lane3.heading.a, lane3.heading.b), allowed: lane3.classes, hours: lane3.hours }]),
    facts: (area2, stay) => ({ rule: "wrong_lane", lane: area2.id, inside_ms: stay.last.at - stay.from.at, needed_ms: NEEDED_MS, travelled_px: stay.travelled, needed_px: stay.needed, allowed: [...area2.allowed], ...seen2(stay) })
  })
};
var prohibitedRoad = {
  name: "prohibited_road",
  create: (scene) => areaRule(scene, {
    offence: "prohibited_road",
    areas: ({ zones }) => zones.flatMap((zone2) => {
      const { classes: classes2 } = zone2;
      if (zone2.kind !== "prohibited") return [];
      const allowed2 = classes2 === void 0 ? [] : allKinds.filter((kind2) => !classes2.includes(kind2));
      return [{ id: zone2.id, area: zone2.area, heading: zone2.heading === null ? null : direction(zone2.heading.a, zone2.heading.b), allowed: allowed2, hours: zone2.hours }];
    }),
    facts: (area2, stay) => ({ rule: "prohibited_road", zone: area2.id, inside_ms: stay.last.at - stay.from.at, needed_ms: NEEDED_MS, travelled_px: stay.travelled, needed_px: stay.needed, ...seen2(stay) })
  })
};
var seen2 = (stay) => ({ crossed_ms: stay.from.at, before: witnessOf(stay.from), after: witnessOf(stay.last) });
function direction(a, b) {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  return { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
}
function areaRule(scene, kind2) {
  const scale = scaleOf(scene);
  const areas = kind2.areas(scene);
  const see = watchTracks({
    settleMs: 0,
    signal: false,
    fresh: () => ({ stays: /* @__PURE__ */ new Map(), outside: null }),
    point: (one, point2, { minute }) => {
      for (const area2 of areas) stayIn(one, point2, area2, minute, scale);
    },
    weigh: (one, { now }, over) => areas.flatMap((area2) => weigh7(one, area2, kind2, now, over, scale))
  });
  return { see: (sight, circumstances) => areas.length === 0 ? [] : see(sight, circumstances) };
}
function stayIn(one, point2, area2, minute, scale) {
  const { stays } = one.state;
  const stay = stays.get(area2.id);
  if (stay?.decided === true) return;
  if (area2.allowed.includes(one.track.kind) || !inHours(area2.hours, minute) || !wellInside(one.track, point2, area2.area, scale)) {
    if (stay !== void 0 && !enough(stay)) stays.delete(area2.id);
    return;
  }
  if (stay === void 0 || point2.at - stay.last.at > MAX_GAP_MS || breaks(stay.last, point2, metreAt(one.track, point2, ACROSS3, scale))) {
    stays.set(area2.id, { from: point2, last: point2, travelled: 0, needed: Infinity, sights: 1, decided: false });
    return;
  }
  const moved = { x: point2.ground.x - stay.from.ground.x, y: point2.ground.y - stay.from.ground.y };
  const travelled = area2.heading === null ? Math.hypot(moved.x, moved.y) : moved.x * area2.heading.x + moved.y * area2.heading.y;
  const along3 = area2.heading ?? direction({ x: 0, y: 0 }, travelled === 0 ? { x: 0, y: 1 } : moved);
  stay.travelled = travelled;
  stay.needed = Math.max(NEEDED_M, 1.2 * LENGTH_M[one.track.kind][0]) * metreAt(one.track, stay.from, along3, scale);
  stay.sights += 1;
  stay.last = point2;
}
var ACROSS3 = { x: 1, y: 0 };
var enough = (stay) => stay.sights >= SIGHTS4 && stay.last.at - stay.from.at >= NEEDED_MS && stay.travelled >= stay.needed;
function wellInside(track, point2, area2, scale) {
  const step = INSIDE_WIDTHS * faceWidth(track, point2, scale);
  const { x, y } = point2.ground;
  return inside(area2, point2.ground) && inside(area2, { x: x - step, y }) && inside(area2, { x: x + step, y });
}
function weigh7(one, area2, { offence, facts: facts2 }, now, over, scale) {
  const stay = one.state.stays.get(area2.id);
  if (stay === void 0 || stay.decided || !enough(stay) || now < stay.from.at + NEEDED_MS + AWAIT_MS3 && !over) return [];
  const { track } = one;
  const flag = doubt(one.flags, track, stay.from.at, stay.last.at);
  if (flag !== null && !over && track.state !== "ended") {
    one.state.stays.set(area2.id, { from: stay.last, last: stay.last, travelled: 0, needed: Infinity, sights: 1, decided: false });
    return [];
  }
  stay.decided = true;
  const refuse = (...[why, detail]) => [refusal(offence, track, stay.last.at, why, detail)];
  if (flag !== null) return refuse(flag, `${track.distrust.join(", ")} while inside ${area2.id}`);
  if (area2.allowed.length > 0 && !kindIsSure(track, track.path.filter(({ observed, at: at2 }) => observed && at2 >= stay.from.at), scale)) return refuse("kind_unclear", `${track.kind} by ${(track.kindShare * 100).toFixed(0)} % of the sights, or of a size that does not fit`);
  const setting = settingSince(one, stay.from.at);
  if (setting !== null) return refuse(setting, `held about ${secs(stay.last.at)}`);
  return accusation(offence, track, stay.from.at, facts2(area2, stay));
}

// pipeline/judge/wrong-way.ts
var LEAST_M2 = 8;
var LENGTHS = 2;
var LEAST_MS = 1e3;
var SIGHTS5 = 5;
var RETREAT_M = 0.7;
var AGAINST_DEG = 120;
var AWAIT_MS4 = 500;
var wrongWay = {
  name: "wrong_way",
  create: (scene) => {
    const scale = scaleOf(scene);
    const zones = scene.zones.flatMap((zone2) => zone2.kind === "one_way" && zone2.heading !== null ? [{ zone: zone2, lawful: unit3(zone2.heading) }] : []);
    const see = watchTracks({
      settleMs: 0,
      signal: false,
      fresh: () => /* @__PURE__ */ new Map(),
      point: (one, point2, { minute }) => {
        for (const { zone: zone2, lawful } of zones) if (covers(zone2, one.track.kind, minute)) follow3(one, point2, zone2, lawful, scale);
      },
      weigh: (one, { now }, over) => zones.flatMap(({ zone: zone2, lawful }) => weigh8(one, zone2, lawful, now, over, scale))
    });
    return { see: (sight, circumstances) => zones.length === 0 ? [] : see(sight, circumstances) };
  }
};
function unit3({ a, b }) {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  return { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
}
function follow3(one, point2, zone2, lawful, scale) {
  const run = one.state.get(zone2.id);
  if (run?.decided === true) return;
  const begin2 = () => {
    one.state.set(zone2.id, { from: point2, far: point2, progress: 0, needed: Infinity, sights: 1, last: point2, decided: false });
  };
  if (!inside(zone2.area, point2.ground)) {
    if (run !== void 0 && run.progress < run.needed) one.state.delete(zone2.id);
    return;
  }
  if (run === void 0) return begin2();
  const metre = metreAt(one.track, point2, lawful, scale);
  if (point2.at - run.last.at > MAX_GAP_MS || breaks(run.last, point2, metreAt(one.track, point2, { x: 1, y: 0 }, scale))) return begin2();
  run.last = point2;
  const progress = -(point2.ground.x - run.from.ground.x) * lawful.x - (point2.ground.y - run.from.ground.y) * lawful.y;
  if (progress < run.progress - RETREAT_M * metre && run.progress < run.needed) return begin2();
  run.sights += 1;
  if (progress <= run.progress) return;
  run.progress = progress;
  run.far = point2;
  run.needed = Math.max(LEAST_M2, LENGTHS * LENGTH_M[one.track.kind][0]) * Math.max(metre, metreAt(one.track, run.from, lawful, scale) * 0.5);
}
function weigh8(one, zone2, lawful, now, over, scale) {
  const run = one.state.get(zone2.id);
  if (run === void 0 || run.decided || run.progress < run.needed || run.sights < SIGHTS5) return [];
  const inside_ms = run.far.at - run.from.at;
  if (inside_ms < LEAST_MS || now < run.far.at + AWAIT_MS4 && !over && now < run.from.at + 4 * LEAST_MS) return [];
  const { track } = one;
  const { from, far } = run;
  const seen3 = doubt(one.flags, track, from.at, far.at);
  if (seen3 !== null && !over && track.state !== "ended") {
    one.state.set(zone2.id, { from: run.last, far: run.last, progress: 0, needed: Infinity, sights: 1, last: run.last, decided: false });
    return [];
  }
  run.decided = true;
  const refuse = (...[why, detail]) => [refusal("wrong_way", track, far.at, why, detail)];
  const against_deg = angle(from, far, lawful, scale);
  if (against_deg < AGAINST_DEG) return [];
  if (seen3 !== null) return refuse(seen3, `${track.distrust.join(", ")} while it went against ${zone2.id}`);
  const top = -(far.box.y1 - from.box.y1) * lawful.y - (far.box.x1 + far.box.x2 - from.box.x1 - from.box.x2) / 2 * lawful.x;
  if (top < 0.2 * run.progress) return refuse("track_jumped", "the lower edge moved against the direction but the upper edge did not: an occlusion");
  const setting = settingSince(one, from.at);
  if (setting !== null) return refuse(setting, `held about ${secs(far.at)}`);
  const facts2 = {
    rule: "wrong_way",
    zone: zone2.id,
    travelled_px: run.progress,
    needed_px: run.needed,
    against_deg,
    inside_ms,
    crossed_ms: from.at,
    before: witnessOf(from),
    after: witnessOf(far)
  };
  return accusation("wrong_way", track, from.at, facts2);
}
function angle(from, to, lawful, scale) {
  const across = scale.pxPerMetre(to.ground, { x: 1, y: 0 });
  const down = scale.pxPerMetre(to.ground, { x: 0, y: 1 });
  const u = { x: (to.ground.x - from.ground.x) / across, y: (to.ground.y - from.ground.y) / down };
  const v = { x: lawful.x / across, y: lawful.y / down };
  const cosine = (u.x * v.x + u.y * v.y) / (Math.hypot(u.x, u.y) * Math.hypot(v.x, v.y));
  return Math.acos(Math.max(-1, Math.min(1, cosine))) * 180 / Math.PI;
}

// pipeline/judge/rules.ts
var RULES_VERSION = "1.0.0";
var RULES = [redLight, solidLine2, astride, wrongWay, wrongLane, prohibitedRoad, turn, speed2, standing];
var ALL_WELL = { officerDirecting: false, signalFault: false, cameraMoved: false, clockInStep: true, inspectionValid: true, speedVerified: true };
function createJudge(scene, options = {}) {
  const running = (options.rules ?? RULES).map((rule) => rule.create(scene, options.note));
  return {
    version: RULES_VERSION,
    see: (sight, circumstances) => running.flatMap((rule) => rule.see(sight, circumstances)).filter(hasLaw)
  };
}
var hasLaw = (verdict) => verdict.kind === "void" || verdict.vehicle !== "bicycle" || verdict.offence === "red_light" || verdict.offence === "wrong_way";

// pipeline/perceive/signal.ts
var SETTLE_MS2 = 250;
var SETTLE_READINGS = 3;
var BLIND_MS = 1500;
var FLASH_WINDOW_MS = 4e3;
var FLASH_CHANGES = 4;
function createSignalFollower() {
  const heads = /* @__PURE__ */ new Map();
  return {
    step: (readings2, at2) => readings2.map((reading) => {
      const before = heads.get(reading.signal) ?? newHead(at2);
      const head = follow4(before, reading.colour, at2);
      heads.set(reading.signal, head);
      return told(reading.signal, head, at2);
    })
  };
}
var newHead = (at2) => ({ colour: "unknown", since: at2, notBefore: at2, agreedAt: at2, rising: null, changes: [], litColour: "unknown", wasLit: null });
function follow4(head, read, at2) {
  const watched = watchFlashing(head, read, at2);
  if (read === head.colour) return { ...watched, agreedAt: at2, rising: null };
  if (read === "unknown") return at2 - head.agreedAt > BLIND_MS ? turn2(watched, { colour: "unknown", from: at2, readings: 1 }, head.agreedAt) : watched;
  const rising = head.rising?.colour === read ? { ...head.rising, readings: head.rising.readings + 1 } : { colour: read, from: at2, readings: 1 };
  const settled = at2 - rising.from >= SETTLE_MS2 || rising.readings >= SETTLE_READINGS;
  return settled ? turn2({ ...watched, agreedAt: at2 }, rising, head.agreedAt) : { ...watched, rising };
}
var turn2 = (head, to, oldSeenAt) => ({ ...head, colour: to.colour, since: to.from, notBefore: oldSeenAt, rising: null });
function watchFlashing(head, read, at2) {
  if (read === "unknown") return head;
  const lit2 = read !== "dark";
  const recent = head.changes.filter((moment) => moment > at2 - FLASH_WINDOW_MS);
  const changes = head.wasLit !== null && head.wasLit !== lit2 ? [...recent, at2] : recent;
  return { ...head, changes, wasLit: lit2, litColour: lit2 ? read : head.litColour };
}
function told(signal2, head, at2) {
  const flashing = head.changes.length >= FLASH_CHANGES;
  if (!flashing) return { signal: signal2, colour: head.colour, flashing, since: head.since, notBefore: head.notBefore, source: "vision" };
  const since = head.changes[0] ?? at2;
  return { signal: signal2, colour: head.litColour, flashing, since, notBefore: mediaMs(Math.min(since, head.notBefore)), source: "vision" };
}

// pipeline/perceive/assignment.ts
function assign(cost, rows, columns) {
  return components(cost, rows, columns).flatMap(({ rows: r, columns: c }) => solve2(cost, columns, r, c));
}
function components(cost, rows, columns) {
  const seen3 = new Uint8Array(rows);
  const taken = new Uint8Array(columns);
  const found = [];
  for (let start = 0; start < rows; start += 1) {
    if (seen3[start] === 1) continue;
    const part = { rows: [start], columns: [] };
    seen3[start] = 1;
    for (let next = 0; next < part.rows.length; next += 1) {
      const row = part.rows[next] ?? 0;
      for (let column = 0; column < columns; column += 1) {
        if (taken[column] === 1 || cost[row * columns + column] === Infinity) continue;
        taken[column] = 1;
        part.columns.push(column);
        for (let other = 0; other < rows; other += 1) {
          if (seen3[other] === 1 || cost[other * columns + column] === Infinity) continue;
          seen3[other] = 1;
          part.rows.push(other);
        }
      }
    }
    if (part.columns.length > 0) found.push(part);
  }
  return found;
}
var FORBIDDEN = 1e6;
function solve2(cost, stride, rows, columns) {
  const n = Math.max(rows.length, columns.length);
  const at2 = (i, j) => {
    const row = rows[i];
    const column = columns[j];
    const value = row === void 0 || column === void 0 ? FORBIDDEN : cost[row * stride + column] ?? FORBIDDEN;
    return value === Infinity ? FORBIDDEN : value;
  };
  const owner = match(n, at2);
  const pairs = [];
  for (let j = 0; j < columns.length; j += 1) {
    const row = rows[(owner[j + 1] ?? 0) - 1];
    const column = columns[j];
    if (row === void 0 || column === void 0) continue;
    const value = cost[row * stride + column] ?? Infinity;
    if (value !== Infinity) pairs.push({ row, column, cost: value });
  }
  return pairs;
}
function match(n, at2) {
  const u = new Float64Array(n + 1);
  const v = new Float64Array(n + 1);
  const owner = new Int32Array(n + 1);
  const way = new Int32Array(n + 1);
  for (let i = 1; i <= n; i += 1) {
    owner[0] = i;
    const least = new Float64Array(n + 1).fill(Infinity);
    const used = new Uint8Array(n + 1);
    let column = 0;
    do {
      column = grow(n, at2, { u, v, owner, way, least, used }, column);
    } while (owner[column] !== 0);
    while (column !== 0) {
      const before = way[column] ?? 0;
      owner[column] = owner[before] ?? 0;
      column = before;
    }
  }
  return owner;
}
function grow(n, at2, { u, v, owner, way, least, used }, column) {
  used[column] = 1;
  const row = owner[column] ?? 0;
  let delta = Infinity;
  let next = 0;
  for (let j = 1; j <= n; j += 1) {
    if (used[j] === 1) continue;
    const reduced = at2(row - 1, j - 1) - (u[row] ?? 0) - (v[j] ?? 0);
    if (reduced < (least[j] ?? Infinity)) {
      least[j] = reduced;
      way[j] = column;
    }
    if ((least[j] ?? Infinity) < delta) {
      delta = least[j] ?? Infinity;
      next = j;
    }
  }
  for (let j = 0; j <= n; j += 1) {
    if (used[j] === 1) {
      const owning = owner[j] ?? 0;
      u[owning] = (u[owning] ?? 0) + delta;
      v[j] = (v[j] ?? 0) - delta;
    } else least[j] = (least[j] ?? Infinity) - delta;
  }
  return next;
}

// pipeline/perceive/kalman.ts
var startAxis = (value, valueSd, speedSd) => ({ value, speed: 0, p00: valueSd * valueSd, p01: 0, p11: speedSd * speedSd });
function predictAxis(axis, seconds2, accelerationSd) {
  const t = seconds2;
  const q = accelerationSd * accelerationSd;
  return {
    value: axis.value + axis.speed * t,
    speed: axis.speed,
    p00: axis.p00 + 2 * t * axis.p01 + t * t * axis.p11 + q * t ** 4 / 4,
    p01: axis.p01 + t * axis.p11 + q * t ** 3 / 2,
    p11: axis.p11 + q * t * t
  };
}
function correctAxis(axis, measured, measuredSd) {
  const s = axis.p00 + measuredSd * measuredSd;
  const k0 = axis.p00 / s;
  const k1 = axis.p01 / s;
  const residual = measured - axis.value;
  return {
    value: axis.value + k0 * residual,
    speed: axis.speed + k1 * residual,
    p00: (1 - k0) * axis.p00,
    p01: (1 - k0) * axis.p01,
    p11: axis.p11 - k1 * axis.p01
  };
}
var surprise = (axis, measured, measuredSd) => (measured - axis.value) ** 2 / (axis.p00 + measuredSd * measuredSd);

// pipeline/perceive/motion.ts
var TALL_M2 = { car: 1.6, motorcycle: 1.65, bus: 3, truck: 2.6, bicycle: 1.65, person: 1.65 };
var NEW_SPEED_MS = 7;
var ACCELERATION_MS2 = 3.5;
var JITTER2 = 0.05;
var SIZE_JITTER = 0.1;
var GROWTH = 0.35;
var pixelsPerMetre = (box2, kind2) => Math.max(1, height(box2)) / TALL_M2[kind2];
function startMotion(box2, kind2) {
  const metre = pixelsPerMetre(box2, kind2);
  const h = height(box2);
  const jitter = JITTER2 * h;
  return {
    x: startAxis((box2.x1 + box2.x2) / 2, jitter, NEW_SPEED_MS * metre),
    y: startAxis(box2.y2, jitter, NEW_SPEED_MS * metre),
    w: startAxis(width(box2), SIZE_JITTER * h, GROWTH * h),
    h: startAxis(h, SIZE_JITTER * h, GROWTH * h)
  };
}
function predictMotion({ x, y, w, h }, seconds2, kind2) {
  const acceleration = ACCELERATION_MS2 * Math.max(1, h.value) / TALL_M2[kind2];
  const growing = GROWTH * Math.max(1, h.value);
  return { x: predictAxis(x, seconds2, acceleration), y: predictAxis(y, seconds2, acceleration), w: damp(predictAxis(w, seconds2, growing)), h: damp(predictAxis(h, seconds2, growing)) };
}
function correctMotion({ x, y, w, h }, box2) {
  const jitter = JITTER2 * Math.max(8, h.value);
  const sizeJitter = SIZE_JITTER * Math.max(8, h.value);
  return {
    x: correctAxis(x, (box2.x1 + box2.x2) / 2, jitter),
    y: correctAxis(y, box2.y2, jitter),
    w: correctAxis(w, width(box2), sizeJitter),
    h: correctAxis(h, height(box2), sizeJitter)
  };
}
function misplacement({ x, y, h }, box2) {
  const jitter = 1.6 * JITTER2 * Math.max(8, h.value);
  return surprise(x, (box2.x1 + box2.x2) / 2, jitter) + surprise(y, box2.y2, jitter);
}
function boxOf2({ x, y, w, h }) {
  const half = Math.max(2, w.value) / 2;
  return { x1: x.value - half, y1: y.value - Math.max(2, h.value), x2: x.value + half, y2: y.value };
}
var velocityOf = ({ x, y }) => ({ x: x.speed, y: y.speed });
var damp = (axis) => ({ ...axis, speed: axis.speed * 0.8 });

// pipeline/perceive/live-track.ts
var PATH_MS = 12e3;
var DOUBT_MS = 300;
var VOTE_HALF_LIFE_MS = 8e3;
var CONFIRM_HITS = 3;
var BRIEF_MS = 400;
var BRIEF_HITS = 4;
var GAP_MS = 1e3;
var JUMP_SURPRISE = 18;
var JUMP_GROWTH = 1.75;
var TWO_WHEELS2 = ["motorcycle", "bicycle"];
var FOUR_WHEELS = ["car", "bus", "truck"];
var familyOf = (kind2) => TWO_WHEELS2.includes(kind2) ? "two" : FOUR_WHEELS.includes(kind2) ? "four" : "foot";
function begin(id2, seen3, at2) {
  const motion = startMotion(seen3.box, seen3.kind);
  const votes = VEHICLE_KINDS.map((kind2) => kind2 === seen3.kind ? worth(seen3) : 0);
  const point2 = { at: at2, box: seen3.box, ground: ground(seen3.box), score: seen3.score, observed: true };
  return { id: id2, motion, kind: seen3.kind, votes, hits: 1, confirmed: false, firstAt: at2, at: at2, seenAt: at2, strongAt: at2, path: [point2], doubts: {} };
}
function advance2(track, at2) {
  return { ...track, motion: predictMotion(track.motion, (at2 - track.at) / 1e3, track.kind), at: at2 };
}
function observe(track, seen3, strong) {
  const since = track.at - track.seenAt;
  const jumped = !seen3.cut && track.hits >= CONFIRM_HITS && (misplacement(track.motion, seen3.box) > JUMP_SURPRISE || growth(height(seen3.box), track.motion.h.value) > JUMP_GROWTH);
  const motion = correctMotion(track.motion, seen3.box);
  const votes = vote(track.votes, seen3, since);
  const box2 = boxOf2(motion);
  const doubts2 = { ...track.doubts, ...jumped ? { jumped: track.at } : {}, ...since > GAP_MS ? { gap: track.at } : {} };
  return {
    ...track,
    motion,
    votes,
    kind: VEHICLE_KINDS[votes.indexOf(Math.max(...votes))] ?? track.kind,
    hits: track.hits + 1,
    confirmed: track.confirmed || track.hits + 1 >= CONFIRM_HITS,
    seenAt: track.at,
    strongAt: strong ? track.at : track.strongAt,
    path: lengthen(track, { at: track.at, box: box2, ground: ground(box2), score: seen3.score, observed: true, detected: seen3.box }),
    doubts: doubts2
  };
}
function coast(track) {
  const box2 = boxOf2(track.motion);
  return { ...track, path: lengthen(track, { at: track.at, box: box2, ground: ground(box2), score: 0, observed: false }) };
}
var doubt2 = (track, why) => ({ ...track, doubts: { ...track.doubts, [why]: track.at } });
function toTrack(track, ended) {
  const total = track.votes.reduce((sum, part) => sum + part, 0);
  const kindShare = total === 0 ? 0 : (track.votes[VEHICLE_KINDS.indexOf(track.kind)] ?? 0) / total;
  const state = ended ? "ended" : !track.confirmed ? "tentative" : track.seenAt < track.at ? "lost" : "confirmed";
  return { id: track.id, kind: track.kind, kindShare, state, firstAt: track.firstAt, lastAt: track.seenAt, path: track.path, velocity: velocityOf(track.motion), distrust: distrustOf(track, kindShare, total), doubtedAt: track.doubts };
}
function distrustOf(track, kindShare, total) {
  const raised = ["merged", "split", "jumped", "gap"].filter((why) => {
    const when2 = track.doubts[why];
    return when2 !== void 0 && track.at - when2 <= DOUBT_MS;
  });
  const brief = track.hits < BRIEF_HITS || track.seenAt - track.firstAt < BRIEF_MS;
  const family2 = track.votes.reduce((sum, part, i) => sum + (familyOf(VEHICLE_KINDS[i] ?? "person") === familyOf(track.kind) ? part : 0), 0);
  const unclear = kindShare < 0.5 || family2 / Math.max(total, 1e-9) < 0.7;
  return [...raised, ...brief ? ["too_brief"] : [], ...unclear ? ["kind_unclear"] : []];
}
function vote(votes, seen3, sinceMs) {
  const keep = 0.5 ** (sinceMs / VOTE_HALF_LIFE_MS);
  return votes.map((part, i) => part * keep + (VEHICLE_KINDS[i] === seen3.kind ? worth(seen3) : 0));
}
var worth = (seen3) => seen3.score * height(seen3.box);
function lengthen(track, point2) {
  const from = mediaMs(track.at - PATH_MS);
  const head = track.path[0];
  return head !== void 0 && head.at < from ? [...track.path.filter(({ at: at2 }) => at2 >= from), point2] : [...track.path, point2];
}
var growth = (a, b) => Math.max(a, b) / Math.max(1, Math.min(a, b));
var within = (a, b) => intersectionArea(a, b) / Math.max(1, area(a));

// pipeline/perceive/association.ts
var GATE = 20;
var GATE_WEAK = 9;
var SIZE_RATIO = 1.9;
var DOUBT_MARGIN = 0.12;
var STALE_S = 0.25;
var STALE_MOST = 0.3;
var KNOWN_HITS = 5;
var SURE_MS = 1e3;
var NESTED = 0.75;
function associate(tracks, seen3, strict) {
  const cost = new Float64Array(tracks.length * seen3.length).fill(Infinity);
  tracks.forEach((track, row) => {
    const box2 = boxOf2(track.motion);
    seen3.forEach((one, column) => {
      cost[row * seen3.length + column] = pairCost(track, one, iou(box2, one.box), strict);
    });
  });
  const pairs = assign(cost, tracks.length, seen3.length);
  return { pairs, doubtful: doubts(cost, tracks, seen3.length, pairs) };
}
function pairCost(track, seen3, overlap, strict) {
  const off = misplacement(track.motion, seen3.box);
  const h = Math.max(1, track.motion.h.value);
  const ratio = Math.max(h / height(seen3.box), height(seen3.box) / h);
  const touching = overlap > 0.5;
  if (off > (strict ? GATE_WEAK : GATE) && !touching) return Infinity;
  if (ratio > SIZE_RATIO && !touching) return Infinity;
  if (strict && overlap < 0.2) return Infinity;
  const stranger = familyOf(track.kind) !== familyOf(seen3.kind);
  if (stranger && overlap < 0.3) return Infinity;
  return 0.45 * (1 - overlap) + 0.35 * Math.min(1, off / GATE) + 0.2 * Math.min(1, ratio - 1) + (stranger ? 0.3 : 0) + (track.confirmed ? 0 : 0.1) + Math.min(STALE_MOST, STALE_S * (track.at - track.seenAt) / 1e3);
}
function sameThing(a, b) {
  if (a === void 0) return true;
  if (a.doubts.split === void 0 && b.doubts.split === void 0) return false;
  const boxA = boxOf2(a.motion);
  const boxB = boxOf2(b.motion);
  return within(boxA, boxB) > NESTED || within(boxB, boxA) > NESTED;
}
function doubts(cost, tracks, columns, pairs) {
  const columnOf = new Map(pairs.map(({ row, column }) => [row, column]));
  const doubtful = /* @__PURE__ */ new Set();
  const at2 = (row, column) => cost[row * columns + column] ?? Infinity;
  for (const { row, column, cost: paid } of pairs) {
    tracks.forEach((other, rival) => {
      if (rival === row || other.hits < KNOWN_HITS || other.at - other.strongAt > SURE_MS || sameThing(tracks[row], other)) return;
      const theirs = columnOf.get(rival);
      const extra = theirs === void 0 ? at2(rival, column) - paid : at2(row, theirs) + at2(rival, column) - paid - at2(rival, theirs);
      if (extra < DOUBT_MARGIN) doubtful.add(row).add(rival);
    });
  }
  return doubtful;
}

// pipeline/perceive/tracker.ts
var LOST_MS = 1200;
var LOST_STANDING_MS = 6e3;
var LOST_TENTATIVE_MS = 350;
var STOOD_MS2 = 2e3;
var STOOD_WITHIN = 0.12;
var WEAK_GAP_MS = 360;
var WEAK_ALONE_MS = 3e3;
var DUPLICATE_IOU = 0.55;
var INSIDE_ANOTHER = 0.7;
function createTracker(options) {
  let live = [];
  let born = 0;
  const nextId = () => trackId(`t${born += 1}`);
  return {
    step: (detections, at2) => {
      const seen3 = unpack(detections, options);
      const of = /* @__PURE__ */ new Map();
      const moved = live.map((track) => advance2(track, at2));
      const { updated, free } = continueTracks(moved, seen3, options, of);
      const fresh2 = free.filter((one) => one.score >= options.strongScore && !isDuplicate(one, updated)).map((one) => {
        const track = begin(nextId(), one, at2);
        of.set(one.index, track.id);
        return updated.some((other) => partOf(track, other)) ? doubt2(track, "split") : track;
      });
      const all = dropTwins([...updated, ...fresh2]);
      const gone = all.filter((track) => isOver(track, options));
      live = all.filter((track) => !gone.includes(track));
      return {
        tracks: live.map((track) => toTrack(track, false)),
        ended: [...gone, ...moved.filter(({ id: id2 }) => !all.some((track) => track.id === id2))].map((track) => toTrack(track, true)),
        of: Array.from({ length: detections.count }, (_, i) => of.get(i) ?? null)
      };
    },
    finish: () => {
      const last = live.map((track) => toTrack(track, true));
      live = [];
      return last;
    }
  };
}
function continueTracks(moved, seen3, { strongScore }, of) {
  const strong = seen3.filter(({ score: score2 }) => score2 >= strongScore);
  const first = associate(moved, strong, false);
  const matched = /* @__PURE__ */ new Map();
  const used = /* @__PURE__ */ new Set();
  const take2 = (track, one, doubtful) => {
    if (track === void 0 || one === void 0) return;
    const next = observe(track, one, one.score >= strongScore);
    matched.set(track, doubtful && track.confirmed ? doubt2(next, "merged") : next);
    used.add(one);
    of.set(one.index, track.id);
  };
  for (const { row, column } of first.pairs) take2(moved[row], strong[column], first.doubtful.has(row));
  const left = moved.filter((track) => !matched.has(track) && track.at - track.seenAt <= WEAK_GAP_MS && track.at - track.strongAt <= WEAK_ALONE_MS);
  const spare = seen3.filter((one) => !used.has(one));
  const second = associate(left, spare, true);
  for (const { row, column } of second.pairs) take2(left[row], spare[column], second.doubtful.has(row));
  return { updated: moved.map((track) => matched.get(track) ?? coast(track)), free: seen3.filter((one) => !used.has(one)) };
}
var isDuplicate = (one, tracks) => tracks.some((track) => track.seenAt === track.at && familyOf(track.kind) === familyOf(one.kind) && iou(boxOf2(track.motion), one.box) > DUPLICATE_IOU);
var partOf = (track, other) => other.confirmed && other.seenAt === other.at && familyOf(other.kind) === familyOf(track.kind) && within(boxOf2(track.motion), boxOf2(other.motion)) > INSIDE_ANOTHER;
function dropTwins(tracks) {
  return tracks.filter((track) => !tracks.some((other) => other !== track && outlives(other, track) && familyOf(other.kind) === familyOf(track.kind) && iou(boxOf2(other.motion), boxOf2(track.motion)) > 0.7));
}
function outlives(a, b) {
  if (a.seenAt !== b.seenAt) return a.seenAt > b.seenAt && a.hits >= b.hits;
  return a.hits > b.hits || a.hits === b.hits && a.id < b.id;
}
function isOver(track, options) {
  const unseen = track.at - track.seenAt;
  if (unseen === 0) return false;
  if (!track.confirmed) return unseen > LOST_TENTATIVE_MS;
  const box2 = boxOf2(track.motion);
  if (leftPicture(box2, options)) return true;
  return unseen > (stands(track) ? LOST_STANDING_MS : LOST_MS);
}
function stands({ path: path2, seenAt: seenAt2, motion }) {
  const recent = path2.filter(({ at: at2, observed }) => observed && at2 >= seenAt2 - STOOD_MS2);
  const [first] = recent;
  if (first === void 0 || seenAt2 - first.at < 0.75 * STOOD_MS2) return false;
  const still = STOOD_WITHIN * motion.h.value;
  return recent.every(({ ground: ground2 }) => Math.hypot(ground2.x - first.ground.x, ground2.y - first.ground.y) < still);
}
var leftPicture = ({ x1, x2, y1, y2 }, { widthPx, heightPx }) => {
  const x = (x1 + x2) / 2;
  return x < 0 || x > widthPx || y2 < 0 || (y1 + y2) / 2 > heightPx;
};
var EDGE = 8e-3;
function unpack({ count: count2, xyxy, score: score2, kind: kind2 }, { weakScore, widthPx, heightPx }) {
  const seen3 = [];
  for (let index = 0; index < count2; index += 1) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = xyxy.subarray(index * 4, index * 4 + 4);
    const strength = score2[index] ?? 0;
    const cut = x1 < EDGE * widthPx || y1 < EDGE * heightPx || x2 > (1 - EDGE) * widthPx || y2 > (1 - EDGE) * heightPx;
    if (strength >= weakScore) seen3.push({ index, box: { x1, y1, x2, y2 }, score: strength, kind: VEHICLE_KINDS[kind2[index] ?? 0] ?? "car", cut });
  }
  return seen3;
}

// test/street/score.ts
var family = (offence) => offence.startsWith("speed_") ? "speed" : offence;
function newScore(plan2) {
  const score2 = {
    plan: plan2.name,
    vehicles: 0,
    frames: 0,
    updates: 0,
    tallies: /* @__PURE__ */ new Map(),
    voids: /* @__PURE__ */ new Map(),
    voidsOf: /* @__PURE__ */ new Map(),
    wrongs: [],
    missed: [],
    speedTried: 0,
    speedWithin: 0,
    speedErrors: [],
    settle: (judged, accused) => settle2(score2, judged, accused)
  };
  return score2;
}
function tally(score2, key) {
  const found = score2.tallies.get(key) ?? { right: 0, wrong: 0, found: 0, guilty: 0, marginal: 0 };
  score2.tallies.set(key, found);
  return found;
}
var settle2 = (score2, judged, accused) => {
  score2.vehicles = judged.size;
  const caught = /* @__PURE__ */ new Set();
  for (const { verdict, before, after } of accused) {
    const one = judged.get(after);
    const guilt = before === after ? one?.truth.guilt.find(({ offence }) => offence === verdict.offence) : void 0;
    const keys = [family(verdict.offence), `${family(verdict.offence)} / ${one?.vehicle.kind ?? "nothing"}`];
    const key = `${after} ${verdict.offence}`;
    if (verdict.facts.rule === "speed" && one !== void 0 && one.truth.kmh !== null && before === after) speedError(score2, verdict.facts.measured_kmh, one.truth.kmh);
    if (guilt === void 0) {
      for (const each of keys) tally(score2, each).wrong += 1;
      const why = before === after ? `guilty of ${one?.truth.guilt.map(({ offence, grade }) => `${offence} (${grade})`).join(", ") ?? "nothing"}` : `two vehicles, ${before} and ${after}`;
      score2.wrongs.push({ plan: score2.plan, offence: verdict.offence, at: verdict.at, act: one?.vehicle.act ?? "-", kind: one?.vehicle.kind ?? "-", why, vehicle: after, track: verdict.track, facts: verdict.facts });
      continue;
    }
    if (caught.has(key)) continue;
    caught.add(key);
    for (const each of keys) tally(score2, each)[guilt.grade === "yes" ? "right" : "marginal"] += 1;
  }
  for (const [id2, { vehicle, truth }] of judged) for (const guilt of truth.guilt) count(score2, id2, vehicle, guilt, caught);
};
function count(score2, id2, vehicle, guilt, caught) {
  if (guilt.grade !== "yes") return;
  const hit = caught.has(`${id2} ${guilt.offence}`);
  for (const key of [family(guilt.offence), `${family(guilt.offence)} / ${vehicle.kind}`, `${family(guilt.offence)}: ${guilt.difficulty}`]) {
    const each = tally(score2, key);
    each.guilty += 1;
    if (hit) each.found += 1;
  }
  if (!hit) score2.missed.push({ plan: score2.plan, offence: guilt.offence, at: guilt.at, act: vehicle.act, kind: vehicle.kind, why: `${guilt.difficulty}; ${score2.voidsOf.get(`${id2} ${guilt.offence}`) ?? "never weighed"}`, vehicle: id2, track: "" });
}
function speedError(score2, measured, real) {
  score2.speedTried += 1;
  score2.speedErrors.push(measured - real);
  if (Math.abs(measured - real) <= Math.max(3, 0.03 * real)) score2.speedWithin += 1;
}

// test/street/signal-programme.ts
var ARROW_AFTER = 2e3;
var ARROW_BEFORE = 6e3;
function programme({ signal: signal2 }) {
  if (signal2 === void 0) return null;
  const [green, amber, red] = [signal2.green_s * 1e3, signal2.amber_s * 1e3, signal2.red_s * 1e3];
  const cycle = green + amber + red;
  const main = (t) => {
    const start = Math.floor((t - signal2.offset_ms) / cycle) * cycle + signal2.offset_ms;
    const into = t - start;
    if (into < green) return { colour: "green", since: start, until: start + green };
    if (into < green + amber) return { colour: "amber", since: start + green, until: start + green + amber };
    return { colour: "red", since: start + green + amber, until: start + cycle };
  };
  return {
    main,
    arrow: (t) => {
      const shown = main(t);
      return shown.colour === "red" && t >= shown.since + ARROW_AFTER && t < shown.until - ARROW_BEFORE;
    }
  };
}

// test/street/path.ts
function path(spots) {
  let length = 0;
  const ends = spots.map((spot, i) => {
    const before = spots[i - 1];
    if (before !== void 0) length += Math.hypot(spot.x - before.x, spot.y - before.y);
    return length;
  });
  return { spots, ends, length };
}
function along2({ spots, ends }, s) {
  let i = 1;
  while (i < ends.length - 1 && (ends[i] ?? 0) < s) i += 1;
  const a = spots[i - 1];
  const b = spots[i];
  if (a === void 0 || b === void 0) throw new Error("expected a path of two spots or more");
  const from = ends[i - 1] ?? 0;
  const t = (s - from) / Math.max(1e-9, (ends[i] ?? 0) - from);
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}
function reachY(way, y) {
  for (let i = 1; i < way.spots.length; i += 1) {
    const a = way.spots[i - 1];
    const b = way.spots[i];
    if (a === void 0 || b === void 0 || (a.y - y) * (b.y - y) > 0 || a.y === b.y) continue;
    return (way.ends[i - 1] ?? 0) + Math.hypot(b.x - a.x, b.y - a.y) * ((y - a.y) / (b.y - a.y));
  }
  return Infinity;
}
function laneWay(x, from, to, shifts) {
  const spots = [];
  const sign = Math.sign(to - from);
  for (let y = from; (to - y) * sign >= 0; y += sign) {
    let shifted = x;
    for (const [a, b, by] of shifts) {
      const t = Math.min(1, Math.max(0, (y - a) / (b - a)));
      shifted += by * t * t * (3 - 2 * t);
    }
    spots.push({ x: shifted, y });
  }
  return path(spots);
}
function turnWay(x, from, turnY, radius, deg, after) {
  const dir = Math.sign(turnY - from);
  const spots = [];
  for (let y = from; (turnY - y) * dir > 0; y += dir) spots.push({ x, y });
  spots.push({ x, y: turnY });
  const side = Math.sign(deg) * dir;
  const total = Math.abs(deg) * Math.PI / 180;
  const steps = Math.ceil(total * radius / 0.7);
  for (let i = 1; i <= steps; i += 1) {
    const turned3 = total * i / steps;
    spots.push({ x: x + side * radius * (1 - Math.cos(turned3)), y: turnY + dir * radius * Math.sin(turned3) });
  }
  const end = spots.at(-1) ?? { x, y: turnY };
  spots.push({ x: end.x + side * Math.sin(total) * after, y: end.y + dir * Math.cos(total) * after });
  return path(spots);
}

// test/street/vehicle.ts
var BODIES = {
  car: [[3.7, 4.9], 1.8, [1.45, 1.75]],
  motorcycle: [[1.8, 2], 0.75, [1.5, 1.75]],
  bus: [[8, 12], 2.5, [2.9, 3.3]],
  truck: [[5.5, 9], 2.3, [2.4, 3.2]],
  bicycle: [[1.6, 1.8], 0.6, [1.55, 1.75]],
  person: [[0.4, 0.6], 0.5, [1.55, 1.8]]
};
function bodyOf(kind2, random) {
  const [length, width2, height2] = BODIES[kind2];
  return { length: random.between(...length), width: width2 * random.between(0.95, 1.05), height: random.between(...height2) };
}
function poseOf({ way, s, body }) {
  const front = along2(way, s);
  const rear = along2(way, s - body.length);
  return { x: (front.x + rear.x) / 2, y: (front.y + rear.y) / 2, heading: Math.atan2(front.x - rear.x, front.y - rear.y), front, rear };
}
var boxFor = (pole, vehicle) => boxOf(pole, vehicle.body, poseOf(vehicle));

// test/street/spawn.ts
function spawner(plan2, lights, random, total) {
  let made = 0;
  const next = new Map(plan2.lanes.map((lane3) => [lane3.id, -Math.log(1 - random.next()) * 36e5 / lane3.flow_per_h]));
  let waiting = [];
  const tail = /* @__PURE__ */ new Map();
  return {
    at: (t) => {
      for (const lane3 of plan2.lanes) {
        if (made >= total || (next.get(lane3.id) ?? 0) > t) continue;
        next.set(lane3.id, t - Math.log(1 - random.next()) * 36e5 / lane3.flow_per_h);
        made += 1;
        waiting.push({ ...newVehicle(plan2, lane3, made, random), since: t });
      }
      const entered = [];
      waiting = waiting.filter((one) => {
        const { vehicle } = one;
        const last = tail.get(vehicle.slot);
        if (last !== void 0 && last.s < last.leavesS && last.s - last.body.length < 4 + vehicle.v0 * 0.8) return true;
        if (!aimed(one, lights, t)) return true;
        tail.set(vehicle.slot, vehicle);
        entered.push(vehicle);
        return false;
      });
      return entered;
    },
    done: () => made >= total && waiting.length === 0
  };
}
function aimed({ vehicle, aim, since }, lights, t) {
  if (aim === null || lights === null || vehicle.lineS === null || t - since > 18e4) return true;
  const arrives = t + vehicle.lineS / vehicle.v0 * 1e3;
  const red = lights.main(arrives);
  const into = red.colour === "red" ? arrives - red.since : red.colour === "amber" ? arrives - red.until : NaN;
  return into >= aim[0] && into <= aim[1];
}
var TWO = ["motorcycle", "bicycle", "person"];
function newVehicle(plan2, lane3, id2, random) {
  const kinds = Object.entries(lane3.kinds).flatMap(([kind3, weight]) => isVehicleKind(kind3) ? [[kind3, weight]] : []);
  const kind2 = random.pick(kinds);
  const left = 1 - Object.values(lane3.acts).reduce((sum, share) => sum + share, 0);
  const act = random.pick([...Object.entries(lane3.acts), ["lawful", left]]);
  const offset = slotOffset(lane3, kind2, random);
  const body = bodyOf(kind2, random);
  const script = scripted(plan2, lane3, act, { x: lane3.x + offset + random.normal(0, 0.08), kind: kind2, width: body.width }, random);
  const v0 = random.between(...lane3.speed_kmh) * (script.pace ?? 1) / 3.6;
  const lineS = plan2.stop_line !== void 0 && plan2.stop_line.dir === lane3.dir && script.slot === void 0 ? finite2(reachY(script.way, plan2.stop_line.y)) : null;
  const vehicle = {
    id: id2,
    lane: lane3.id,
    slot: script.slot ?? `${lane3.id}:${offset.toFixed(1)}`,
    kind: kind2,
    act,
    body,
    way: script.way,
    obeys: script.obeys ?? "law",
    lineS,
    standsAt: script.standsAt ?? -random.between(0.3, 1.8),
    goes: script.goes ?? 0,
    hold: script.hold ?? null,
    leavesS: script.leavesS ?? Infinity,
    v0,
    accel: TWO.includes(kind2) ? 2.6 : kind2 === "car" ? 2.2 : 1.3,
    s: 0,
    v: v0 * 0.95,
    stoodSince: null,
    heldSince: null,
    released: false,
    committed: false
  };
  return { vehicle, aim: script.aim ?? null };
}
var finite2 = (s) => Number.isFinite(s) ? s : null;
function slotOffset(lane3, kind2, random) {
  if (!TWO.includes(kind2)) return 0;
  const alone = Object.keys(lane3.kinds).every((each) => isVehicleKind(each) && TWO.includes(each));
  if (alone) return random.pick([[-0.9, 1], [0, 1], [0.9, 1]]);
  return random.pick([[-(lane3.width_m / 2 - 0.45), 1], [lane3.width_m / 2 - 0.45, 1]]);
}
function scripted(plan2, lane3, act, who, random) {
  const [near, far] = plan2.range_m;
  const [from, to] = lane3.dir === "away" ? [near, far] : [far, near];
  const way = laneWay(who.x, from, to, []);
  switch (act) {
    case "red_run":
      return { way, obeys: "never", aim: [300, 9e3] };
    case "red_edge":
      return { way, obeys: "never", aim: [-600, 1600] };
    case "amber_run":
      return { way, obeys: "amber_as_green", aim: [-2500, -100] };
    case "red_jump":
      return { way, obeys: "jumps", goes: random.between(2e3, 12e3), aim: [-1e3, 9e3] };
    case "early_start":
      return { way, obeys: "starts_early", goes: random.between(300, 2500), aim: [-1e3, 15e3] };
    case "overrun":
      return { way, standsAt: random.between(0.8, 3.2) + (who.kind === "motorcycle" ? 0.3 : 1), aim: [300, 12e3] };
    case "astride":
      return { way, standsAt: random.between(0.05, 0.4), aim: [-500, 12e3] };
    case "right":
    case "right_red": {
      const y = plan2.stop_line?.y ?? 0;
      const sign = lane3.dir === "away" ? 1 : -1;
      return { way: turnWay(who.x, from, y + sign * 3, 4.5, 90, 14), obeys: act === "right" ? "arrow" : "never", leavesS: Math.abs(y + sign * 3 - from), ...act === "right" ? {} : { aim: [600, 1600] } };
    }
    case "wrong_way":
      return { way: laneWay(who.x + random.between(-0.5, 0.5), to, from, []), obeys: "never", slot: `wrong:${lane3.id}`, pace: 0.7 };
    case "uturn": {
      const zone2 = plan2.no_uturn[0];
      const y = zone2 === void 0 ? (near + far) / 2 : random.between(zone2.y[0] + 3, zone2.y[1] - 5);
      return { way: turnWay(who.x, from, y, random.between(2.6, 3.6), lane3.dir === "away" ? -180 : -180, 40), obeys: "never", leavesS: Math.abs(y - from), pace: 0.45 };
    }
    case "cross":
    case "touch":
    case "straddle":
      return { way: overLine(plan2, lane3, act, who, random, from, to), leavesS: Infinity, pace: 0.8 };
    case "stop":
    case "stop_brief": {
      const zone2 = plan2.no_stopping[0];
      const y = zone2 === void 0 ? (near + far) / 2 : random.between(zone2.y[0] + 3, zone2.y[1] - 3);
      return { way, hold: { s: reachY(way, y), ms: act === "stop" ? random.between(22e3, 45e3) : random.between(2e3, 8e3) } };
    }
    case "fast":
      return { way, pace: random.between(1.3, 1.9) };
    case "slow":
      return { way, pace: 0.5 };
    case "lawful":
      return { way };
    default:
      throw new Error(`lane ${lane3.id}: expected a known act, got "${act}"`);
  }
}
function overLine(plan2, lane3, act, who, random, from, to) {
  const line = [...plan2.solid_lines].sort((a, b) => Math.abs(a.x - who.x) - Math.abs(b.x - who.x))[0];
  if (line === void 0) return laneWay(who.x, from, to, []);
  const side = Math.sign(line.x - who.x);
  const length = who.kind === "motorcycle" ? random.between(7, 11) : random.between(10, 15);
  const sign = lane3.dir === "away" ? 1 : -1;
  const [low, high] = line.y;
  const start = sign > 0 ? random.between(low + 3, Math.max(low + 3.5, high - length - 6)) : random.between(Math.min(high - 3.5, low + length + 6), high - 3);
  const toLine = line.x - who.x;
  if (act === "cross") return laneWay(who.x, from, to, [[start, start + sign * length, toLine + side * random.between(1.1, 1.6)]]);
  const shift2 = act === "touch" ? toLine - side * (who.width / 2 - random.between(-0.1, 0.15)) : toLine;
  return laneWay(who.x, from, to, [[start, start + sign * length * 0.6, shift2], [start + sign * length, start + sign * length * 1.6, -shift2]]);
}

// test/street/traffic.ts
var STEP_MS = 50;
var MAX_BRAKE = 7;
var COMFORT_BRAKE = 3.2;
function street(plan2, vehicles2) {
  const random = chance(plan2.seed);
  const lights = programme(plan2);
  const spawn = spawner(plan2, lights, random, vehicles2);
  let live = [];
  return {
    lights,
    random,
    step: (t) => {
      live.push(...spawn.at(t, live));
      const lastOf = /* @__PURE__ */ new Map();
      for (const vehicle of live) {
        const leader = lastOf.get(vehicle.slot);
        drive(vehicle, leader === void 0 || leader.s > leader.leavesS ? null : leader, lights, t);
        lastOf.set(vehicle.slot, vehicle);
      }
      const left = live.filter(({ s, way, body }) => s - body.length > way.length);
      if (left.length > 0) live = live.filter((vehicle) => !left.includes(vehicle));
      return { live, left };
    },
    done: () => spawn.done() && live.length === 0
  };
}
function drive(vehicle, leader, lights, t) {
  const dt = STEP_MS / 1e3;
  const gaps = [];
  if (leader !== null) gaps.push([leader.s - leader.body.length - vehicle.s, leader.v]);
  const target = stopTarget(vehicle, lights, t, leader);
  if (target !== null) gaps.push([target - vehicle.s + 1, 0]);
  const held2 = holdTarget(vehicle, t);
  if (held2 !== null) gaps.push([held2 - vehicle.s + 1, 0]);
  let accel = vehicle.accel * (1 - (vehicle.v / vehicle.v0) ** 4);
  for (const [gap, speed3] of gaps) {
    const wanted = 1 + Math.max(0, vehicle.v * 0.9 + vehicle.v * (vehicle.v - speed3) / (2 * Math.sqrt(vehicle.accel * COMFORT_BRAKE)));
    accel = Math.min(accel, vehicle.accel * (1 - (vehicle.v / vehicle.v0) ** 4 - (wanted / Math.max(0.05, gap)) ** 2));
  }
  vehicle.v = Math.max(0, vehicle.v + Math.max(-MAX_BRAKE, accel) * dt);
  if (vehicle.v < 0.03) vehicle.v = 0;
  vehicle.s += vehicle.v * dt;
  if (vehicle.v < 0.1) vehicle.stoodSince ??= t;
  else vehicle.stoodSince = null;
}
function holdTarget(vehicle, t) {
  const { hold } = vehicle;
  if (hold === null) return null;
  if (vehicle.heldSince === null && vehicle.v < 0.1 && Math.abs(hold.s - vehicle.s) < 1.5) vehicle.heldSince = t;
  return vehicle.heldSince !== null && t - vehicle.heldSince > hold.ms ? null : vehicle.s > hold.s + 2 ? null : hold.s;
}
function stopTarget(vehicle, lights, t, leader) {
  const { lineS, obeys } = vehicle;
  if (lights === null || lineS === null || obeys === "never" || vehicle.released) return null;
  const target = lineS + vehicle.standsAt;
  if (vehicle.s > Math.max(lineS, target) + 0.2) return null;
  const shown = lights.main(t);
  if (shown.colour === "green" || obeys === "arrow" && lights.arrow(t)) {
    vehicle.committed = false;
    return null;
  }
  if (vehicle.committed || shown.colour === "amber" && obeys === "amber_as_green") return null;
  const room = target - vehicle.s;
  const brake = shown.colour === "amber" ? COMFORT_BRAKE : MAX_BRAKE * 0.8;
  if (vehicle.v > 3 && room < vehicle.v * vehicle.v / (2 * brake)) {
    vehicle.committed = true;
    return null;
  }
  if (goesOnRed(vehicle, shown, t, leader)) vehicle.released = true;
  return vehicle.released ? null : target;
}
function goesOnRed(vehicle, shown, t, leader) {
  if (shown.colour !== "red" || vehicle.stoodSince === null) return false;
  const free = leader === null || leader.s - leader.body.length - vehicle.s > 12;
  if (vehicle.obeys === "jumps") return free && t - vehicle.stoodSince >= vehicle.goes && shown.until - t > 5e3;
  return vehicle.obeys === "starts_early" && shown.until - t <= vehicle.goes;
}

// test/street/truth.ts
var RAN_ON_M = 3;
function createTruth(plan2, lights) {
  const watches = /* @__PURE__ */ new Map();
  const near = nearest(plan2.pole) + 1;
  return {
    see: (vehicle, t, dt) => {
      const watch = watches.get(vehicle.id) ?? fresh();
      watches.set(vehicle.id, watch);
      const pose = poseOf(vehicle);
      atLine(plan2, lights, vehicle, watch, pose, t);
      if (pose.y < near || pose.y > SEEN_TO) return;
      besideLines(plan2, vehicle, watch, pose.x, pose.y, t);
      inAreas(plan2, vehicle, watch, pose, t, dt);
    },
    end: (vehicle) => {
      const watch = watches.get(vehicle.id) ?? fresh();
      watches.delete(vehicle.id);
      return { guilt: guiltOf(plan2, vehicle, watch), kmh: watch.speed };
    }
  };
}
var SEEN_TO = 55;
var fresh = () => ({
  frontAt: null,
  frontShown: null,
  ranOnAt: null,
  arrowLit: false,
  stoodFrom: null,
  stoodPast: 0,
  longestPast: 0,
  deepest: 0,
  lastFront: NaN,
  lastRear: NaN,
  sides: /* @__PURE__ */ new Map(),
  wrong: 0,
  wrongAt: 0,
  lanes: /* @__PURE__ */ new Map(),
  banned: { ms: 0, m: 0, at: 0 },
  turned: 0,
  heading: null,
  turnAt: null,
  turnYs: [0, 0],
  stand: null,
  standBest: 0,
  blocked: false,
  speedFrom: null,
  speed: null,
  speedAt: 0
});
function atLine(plan2, lights, vehicle, watch, { front, rear }, t) {
  const line = plan2.stop_line;
  if (line === void 0 || lights === null || vehicle.lineS === null) return;
  const sign = line.dir === "away" ? 1 : -1;
  const f = (front.y - line.y) * sign;
  const r = (rear.y - line.y) * sign;
  if (watch.lastFront < 0 && f >= 0) {
    watch.frontAt = t - 50 * (f / Math.max(1e-6, f - watch.lastFront));
    watch.frontShown = lights.main(watch.frontAt);
  }
  if (watch.frontAt !== null && watch.ranOnAt === null && lights.arrow(t)) watch.arrowLit = true;
  const aside = Math.abs(rear.x - (line.x[0] + line.x[1]) / 2) > (line.x[1] - line.x[0]) / 2 + 1;
  if (watch.frontAt !== null && watch.ranOnAt === null && (r >= RAN_ON_M || aside && f > 0)) watch.ranOnAt = t;
  standPast(watch, vehicle, lights, f, t);
  watch.lastFront = f;
  watch.lastRear = r;
}
function standPast(watch, vehicle, lights, f, t) {
  const red = lights.main(t).colour === "red" && watch.frontShown !== null && lights.main(t).since === watch.frontShown.since;
  if (f > 0 && vehicle.v < 0.15 && red && watch.ranOnAt === null) {
    watch.stoodFrom ??= t;
    watch.longestPast = Math.max(watch.longestPast, t - watch.stoodFrom);
    watch.deepest = Math.max(watch.deepest, f);
  } else watch.stoodFrom = null;
}
function besideLines(plan2, vehicle, watch, x, y, t) {
  for (const line of plan2.solid_lines) {
    if (y < line.y[0] || y > line.y[1]) continue;
    const side = x - line.x;
    const known = watch.sides.get(line.id) ?? { side, min: side, max: side, changedAt: null };
    if (known.changedAt === null && Math.sign(side) !== Math.sign(known.side) && known.side !== 0) known.changedAt = t;
    watch.sides.set(line.id, { ...known, min: Math.min(known.min, side), max: Math.max(known.max, side) });
  }
}
function inAreas(plan2, vehicle, watch, pose, t, dt) {
  const moved = vehicle.v * dt / 1e3;
  const { x, y } = pose;
  const inside2 = (area2) => x > area2.x[0] && x < area2.x[1] && y > area2.y[0] && y < area2.y[1];
  for (const zone2 of plan2.one_way) {
    if (!inside2(zone2)) continue;
    const against = -(zone2.dir === "away" ? 1 : -1) * Math.cos(pose.heading) * moved;
    if (against > 0 && watch.wrong === 0) watch.wrongAt = t;
    watch.wrong += against;
  }
  for (const zone2 of plan2.prohibited) if (zone2.kinds.includes(vehicle.kind) && inside2(zone2)) watch.banned = { ms: watch.banned.ms + dt, m: watch.banned.m + moved, at: watch.banned.at || t };
  for (const lane3 of plan2.lanes) {
    if (lane3.allowed === void 0 || lane3.allowed.includes(vehicle.kind)) continue;
    const edge = Math.abs(x - lane3.x) - lane3.width_m / 2;
    const held2 = watch.lanes.get(lane3.id) ?? { ms: 0, m: 0, best: 0, far: 0, at: t };
    const along3 = Math.cos(pose.heading) * (lane3.dir === "away" ? 1 : -1);
    watch.lanes.set(lane3.id, edge < 0 && along3 > 0.5 ? { ms: held2.ms + dt, m: held2.m + moved, best: Math.max(held2.best, held2.ms + dt), far: Math.max(held2.far, held2.m + moved), at: held2.at } : { ...held2, ms: 0, m: 0 });
  }
  turning(plan2, watch, pose, t);
  const { rear } = pose;
  standing2(plan2, vehicle, watch, (area2) => inside2(area2) && rear.y > area2.y[0] + 0.5, t);
  speeding(plan2, watch, pose, t);
}
function turning(plan2, watch, { heading: heading2, y, x }, t) {
  if (watch.heading !== null) {
    const step = Math.atan2(Math.sin(heading2 - watch.heading), Math.cos(heading2 - watch.heading));
    watch.turned += step;
    if (Math.abs(step) > 0.01 && watch.turnAt === null && plan2.no_uturn.some((zone2) => x > zone2.x[0] && x < zone2.x[1] && y > zone2.y[0] && y < zone2.y[1])) watch.turnAt = t;
  }
  watch.heading = heading2;
}
function standing2(plan2, vehicle, watch, inside2, t) {
  for (const zone2 of plan2.no_stopping) {
    if (!inside2(zone2) || vehicle.v > 0.1) {
      watch.stand = null;
      continue;
    }
    watch.stand ??= { from: t, x: 0, y: 0, best: 0 };
    watch.standBest = Math.max(watch.standBest, t - watch.stand.from);
  }
}
function speeding({ speed: speed3 }, watch, { y }, t) {
  if (speed3 === void 0) return;
  const [a, b] = speed3.y;
  if (watch.speedFrom === null && y > a && y < b) watch.speedFrom = t;
  if (watch.speedFrom !== null && watch.speed === null && (y <= a || y >= b) && t > watch.speedFrom) {
    watch.speed = (b - a) / (t - watch.speedFrom) * 3600;
    watch.speedAt = t;
  }
}
function guiltOf(plan2, vehicle, watch) {
  if (vehicle.kind === "person") return [];
  const found = [...signalGuilt(plan2, vehicle, watch), ...areaGuilt(plan2, vehicle, watch), ...lineGuilt(vehicle, watch)];
  return vehicle.kind === "bicycle" ? found.filter(({ offence }) => offence === "red_light" || offence === "wrong_way") : found;
}
function signalGuilt(plan2, vehicle, { frontAt, frontShown, ranOnAt, arrowLit, longestPast, deepest }) {
  const grace = plan2.stop_line?.grace_ms ?? 500;
  if (frontAt === null || frontShown === null || frontShown.colour !== "red" || frontAt - frontShown.since < grace) return [];
  const late = frontAt - frontShown.since - grace;
  if (ranOnAt !== null && ranOnAt < frontShown.until) {
    if (arrowLit && vehicle.act.startsWith("right")) return [];
    const difficulty = longestPast >= 1e3 ? "after stopping past the line" : late < 1e3 ? "within 1 s of the grace" : vehicle.obeys === "jumps" ? "from standing" : "moving";
    return [{ offence: "red_light", grade: "yes", difficulty, at: frontAt }];
  }
  if (longestPast < 1500 || deepest < 0.3) return [];
  const plain = deepest >= 0.5 + vehicle.body.length / 2 && longestPast >= 3e3;
  return [{ offence: "stop_line_or_marking", grade: plain ? "yes" : "marginal", difficulty: plain ? "half past the line" : "shallow or short", at: frontAt }];
}
function lineGuilt(vehicle, { sides }) {
  return [...sides.values()].flatMap(({ min, max, changedAt }) => {
    const over = vehicle.body.width / 2 - Math.min(Math.abs(min), Math.abs(max));
    if (changedAt === null) return over > 0.05 ? [{ offence: "crosses_solid_line", grade: "marginal", difficulty: "wheels over, middle not", at: 0 }] : [];
    const depth2 = Math.min(-min, max);
    const plain = depth2 >= Math.max(0.65, 0.42 * vehicle.body.width);
    return [{ offence: "crosses_solid_line", grade: plain ? "yes" : "marginal", difficulty: plain ? "crosses" : "wheels over, middle not clearly", at: changedAt }];
  });
}
function areaGuilt(plan2, vehicle, watch) {
  const found = [];
  if (watch.wrong > 7) found.push({ offence: "wrong_way", grade: watch.wrong >= Math.max(14, 2.5 * vehicle.body.length) ? "yes" : "marginal", difficulty: vehicle.kind, at: watch.wrongAt });
  if (watch.banned.ms > 1200) found.push({ offence: "prohibited_road", grade: watch.banned.ms > 2500 && watch.banned.m > 12 ? "yes" : "marginal", difficulty: "plain", at: watch.banned.at });
  for (const lane3 of watch.lanes.values()) if (lane3.best > 1e3) found.push({ offence: "wrong_lane", grade: lane3.best > 3e3 && lane3.far > 14 ? "yes" : "marginal", difficulty: "plain", at: lane3.at });
  if (Math.abs(watch.turned) > 2.4 && watch.turnAt !== null) found.push({ offence: "uturn_or_turn_forbidden", grade: Math.abs(watch.turned) > 2.9 ? "yes" : "marginal", difficulty: "U-turn", at: watch.turnAt });
  const zone2 = plan2.no_stopping[0];
  if (zone2 !== void 0 && vehicle.act === "stop" && watch.standBest > zone2.stop_s * 900) found.push({ offence: "stop_no_stopping_sign", grade: watch.standBest > zone2.stop_s * 1250 ? "yes" : "marginal", difficulty: "plain", at: 0 });
  if (plan2.speed !== void 0 && watch.speed !== null) found.push(...speedGuilt(plan2.speed, watch, vehicle));
  return found;
}
function speedGuilt(speed3, { speed: kmh, speedAt }, vehicle) {
  if (kmh === null || vehicle.kind === "person") return [];
  const { kind: kind2 } = vehicle;
  const over = kmh - speed3.error_kmh - speed3.limit_kmh;
  const bands = new Set([-SPEED_BAND, 0, SPEED_BAND].map((by) => offenceOf(over + by, kind2)));
  const sure = bands.size === 1;
  return [...bands].flatMap((offence) => offence === null ? [] : [{ offence, grade: sure ? "yes" : "marginal", difficulty: sure ? "plain" : "at a band's edge", at: speedAt }]);
}
var SPEED_BAND = 2.5;

// test/street/run.ts
function runStreet(plan2, vehicles2, rates, explain = false) {
  const scene = resolveScene(declared(plan2), plan2.pole.width_px, plan2.pole.height_px);
  const { lights, step, done } = street(plan2, vehicles2);
  const random = chance(plan2.seed + 999);
  const truth = createTruth(plan2, lights);
  const detector = createDetector(rates, random, plan2.pole);
  const tracker = createTracker({ widthPx: plan2.pole.width_px, heightPx: plan2.pole.height_px, strongScore: 0.4, weakScore: 0.15 });
  const follower = createSignalFollower();
  const score2 = newScore(plan2);
  const shown = /* @__PURE__ */ new Map();
  const judge2 = createJudge(scene, !explain ? {} : {
    note: ({ rule, track, at: at2, en }) => {
      const who = `${vehicleAt(shown, track, at2)} ${rule}`;
      score2.voidsOf.set(who, score2.voidsOf.get(who) ?? en);
    }
  });
  const judged = /* @__PURE__ */ new Map();
  const accused = [];
  for (let t = 0, idle = 0; idle < 1e4; t += STEP_MS) {
    const { live, left } = step(t);
    for (const vehicle of live) truth.see(vehicle, t, STEP_MS);
    for (const vehicle of left) {
      judged.set(vehicle.id, { vehicle, truth: truth.end(vehicle) });
      detector.forget(vehicle.id);
    }
    if (done()) idle += STEP_MS;
    if (t % plan2.frame_ms !== 0) continue;
    const bodies = live.flatMap((vehicle) => {
      const box2 = boxFor(plan2.pole, vehicle);
      return box2 === null ? [] : [{ id: vehicle.id, kind: vehicle.kind, box: box2 }];
    });
    const { detections, of } = detector.look(bodies, t);
    const { tracks, ended, of: trackOf } = tracker.step(detections, mediaMs(t));
    trackOf.forEach((track, i) => {
      if (track === null) return;
      const list = shown.get(track) ?? [];
      list.push({ at: t, id: of[i] ?? -1 });
      if (list.length > 900) list.splice(0, 300);
      shown.set(track, list);
    });
    const signals = follower.step(lights === null ? [] : readings(plan2, lights, t, random), mediaMs(t));
    const verdicts = judge2.see({ at: mediaMs(t), capturedAt: epochMs(START + t), clockErrorMs: 50, tracks, ended, signals }, ALL_WELL);
    score2.updates += tracks.length;
    score2.frames += 1;
    for (const verdict of verdicts) {
      if (verdict.kind === "void") {
        score2.voids.set(`${verdict.offence} ${verdict.why}`, (score2.voids.get(`${verdict.offence} ${verdict.why}`) ?? 0) + 1);
        const who = `${vehicleAt(shown, verdict.track, verdict.at)} ${verdict.offence}`;
        score2.voidsOf.set(who, `${verdict.why}: ${verdict.detail}`);
      } else accused.push({ verdict, before: vehicleAt(shown, verdict.track, verdict.facts.before.at_ms), after: vehicleAt(shown, verdict.track, verdict.facts.after.at_ms) });
    }
    for (const track of ended) if (t % 5e3 === 0) shown.delete(track.id);
  }
  score2.settle(judged, accused);
  return score2;
}
var START = 17951364e5;
function vehicleAt(shown, track, at2) {
  const near = (shown.get(track) ?? []).filter((each) => Math.abs(each.at - at2) <= 400);
  const counts = /* @__PURE__ */ new Map();
  for (const { id: id2 } of near) counts.set(id2, (counts.get(id2) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? -1;
}
function readings(plan2, lights, t, random) {
  const read = (colour) => random.happens(0.02) ? "unknown" : random.happens(1e-3) ? "amber" : colour;
  const main = { signal: "main", colour: read(lights.main(t).colour), score: 0.9 };
  return plan2.stop_line?.right_arrow === true ? [main, { signal: "arrow", colour: lights.arrow(t) ? read("green") : "dark", score: 0.9 }] : [main];
}

// test/street/look.ts
var [name = "tune-away", vehicles = "400"] = process.argv.slice(2);
var plan = planFile.parse(parse(readFileSync(new URL(`./scenes/${name}.yaml`, import.meta.url), "utf8")));
var started = process.hrtime.bigint();
var score = runStreet(plan, Number(vehicles), ASSUMED, true);
var seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(`${name}: ${score.vehicles} vehicles, ${score.frames} frames, ${score.updates} track updates in ${seconds.toFixed(1)} s`);
for (const [key, each] of [...score.tallies].sort()) console.log(key.padEnd(46), JSON.stringify(each));
console.log([...score.voids].sort((a, b) => b[1] - a[1]).map(([key, count2]) => `${count2} ${key}`).join("; "));
console.log(`speed: ${score.speedWithin} of ${score.speedTried} within`);
for (const wrong of score.wrongs.slice(0, 30)) console.log("WRONG", JSON.stringify(wrong));
var causes = /* @__PURE__ */ new Map();
for (const each of score.missed) {
  if (process.argv[4] === each.offence) console.log("MISSED", JSON.stringify(each));
  const key = `${each.offence} ${each.kind} ${each.act}: ${each.why.replace(/[0-9.]+ (px|s|ms)/g, "# $1").slice(0, 120)}`;
  causes.set(key, (causes.get(key) ?? 0) + 1);
}
for (const [cause, count2] of [...causes].sort((a, b) => b[1] - a[1])) console.log(`MISSED ${count2} \xD7 ${cause}`);
