// Procedural vehicles. Local frame: metres, +x right, +y up, -z forward (rear is +z), origin on the ground at the centre.
import * as THREE from 'three';
import { Builder, stackLoft, limb, roundBox, profile } from './loft.js';

const cyl = (r, h, s = 20, r2) => new THREE.CylinderGeometry(r2 ?? r, r, h, s);
const lerp = (a, b, t) => a + (b - a) * t,
  ss = (a, b, x) => {
    const t = Math.min(1, Math.max(0, (x - a) / (b - a)));
    return t * t * (3 - 2 * t);
  };

function wheel(b, x, z, r, w, rim = 'rim') {
  const pts = [
    [r * 0.62, -w / 2],
    [r * 0.9, -w / 2],
    [r * 0.98, -w * 0.4],
    [r, -w * 0.2],
    [r, w * 0.2],
    [r * 0.98, w * 0.4],
    [r * 0.9, w / 2],
    [r * 0.62, w / 2],
  ].map((p) => new THREE.Vector2(...p));
  const s = Math.sign(x) || 1;
  const lathe = new THREE.LatheGeometry(pts, 24);
  lathe.rotateZ(Math.PI / 2);
  b.at(lathe, 'tyre', x, r, z);
  b.at(cyl(r * 0.63, w * 0.7, 20), 'black', x, r, z, 0, 0, Math.PI / 2);
  for (let i = 0; i < 5; i++)
    b.at(
      roundBox(0.03, r * 0.6, r * 0.2, 0.01),
      rim,
      x + s * w * 0.36,
      r + Math.cos(i * 1.2566) * r * 0.3,
      z + Math.sin(i * 1.2566) * r * 0.3,
      i * 1.2566,
      0,
      0,
    );
  b.at(new THREE.TorusGeometry(r * 0.62, 0.02, 6, 24), rim, x + s * w * 0.4, r, z, 0, Math.PI / 2, 0);
  b.at(cyl(r * 0.14, 0.04, 12), rim, x + s * w * 0.36, r, z, 0, 0, Math.PI / 2);
}
function moveWheel(b, x, z, r, w) {
  wheel(b, x, z, r, w);
}

const CAR = {
  sedan: {
    L: 4.55,
    W: 0.89,
    belt: 0.95,
    roof: 1.47,
    deck: 1.0,
    hood: 0.8,
    gr0: 1.72,
    gr1: 0.82,
    gf0: -1.05,
    gf1: -0.3,
    rw: 0.31,
    lamp: [0.72, 0.9],
    plateY: 0.79,
    tum: 0.2,
  },
  hatch: {
    L: 3.75,
    W: 0.83,
    belt: 0.95,
    roof: 1.5,
    deck: 0.98,
    hood: 0.84,
    gr0: 1.78,
    gr1: 1.38,
    gf0: -0.95,
    gf1: -0.25,
    rw: 0.28,
    lamp: [0.8, 1.02],
    plateY: 0.74,
    tum: 0.17,
    tall: 1,
  },
  suv: {
    L: 4.65,
    W: 0.93,
    belt: 1.08,
    roof: 1.7,
    deck: 1.1,
    hood: 0.98,
    gr0: 2.24,
    gr1: 1.86,
    gf0: -0.98,
    gf1: -0.35,
    rw: 0.36,
    lamp: [0.86, 1.1],
    plateY: 0.86,
    tum: 0.17,
    tall: 1,
    clad: 1,
    rails: 1,
  },
  mpv: {
    L: 4.6,
    W: 0.89,
    belt: 1.02,
    roof: 1.72,
    deck: 1.05,
    hood: 0.92,
    gr0: 2.22,
    gr1: 1.92,
    gf0: -1.25,
    gf1: -0.45,
    rw: 0.32,
    lamp: [0.82, 1.16],
    plateY: 0.86,
    tum: 0.15,
    tall: 1,
  },
  van: {
    L: 5.4,
    W: 0.98,
    belt: 1.25,
    roof: 2.25,
    deck: 1.28,
    hood: 1.05,
    gr0: 2.66,
    gr1: 2.5,
    gf0: -1.95,
    gf1: -1.05,
    rw: 0.34,
    lamp: [0.8, 1.25],
    plateY: 0.72,
    tum: 0.13,
    tall: 1,
    sidePanel: 0,
  },
};
export function car(o) {
  const p = CAR[o.model] ?? CAR.sedan,
    b = new Builder(),
    { W, belt } = p,
    zr = p.L / 2,
    zf = -p.L / 2;
  const paint = 'paint:' + (o.color ?? '#b8bcc0');
  const lamp = o.brake ? 'tailOn' : 'tail';
  const topAt = (z) =>
    z > 0
      ? lerp(belt, p.deck, ss(0.8, zr, z))
      : lerp(belt, p.hood, ss(-0.6, zf + 0.1, z)) - 0.16 * ss(zf + 0.45, zf, z);
  const warp = (v) => {
    const k = ss(0.55, belt, v.y);
    const d = topAt(v.z) - belt;
    v.y += d * k;
  };
  const [l0, l1] = p.lamp;
  const R = p.tall ? 0.16 : 0.22;
  const lv = (y, dw, dr, df, extra = {}) => ({
    y,
    w: W + dw,
    zr: zr + dr,
    zf: zf + df,
    rr: R,
    rf: 0.34,
    bowR: p.tall ? 0.05 : 0.09,
    bowF: 0.16,
    bowS: 0.025,
    ...extra,
  });
  const ys = [
    lv(0.2, -0.07, -0.1, 0.12),
    lv(0.26, -0.02, -0.03, 0.04),
    lv(0.42, 0, 0, 0),
    lv(0.52, 0, 0, 0),
    lv(0.555, 0, -0.005, 0.01),
    lv(0.575, 0, -0.05, 0.03),
    lv(Math.max(0.6, l0 - 0.005), 0.005, -0.055, 0.05),
    lv(l0, 0.005, -0.055, 0.05),
    lv(l1 - 0.012, -0.005, -0.07, 0.08),
    lv(l1, -0.005, -0.072, 0.08),
    lv(Math.max(belt - 0.05, l1 + 0.02), -0.02, -0.08, 0.1),
    lv(Math.max(belt - 0.01, l1 + 0.05), -0.045, -0.1, 0.13),
    lv(Math.max(belt, l1 + 0.06), -0.1, -0.16, 0.2),
  ];
  const LI = ys.findIndex((q) => q.y === l0);
  stackLoft(b, ys, {
    rear: [0, p.rw * 0.95, p.rw * 1.02, 0.58, 0.6, 1],
    side: [0, 0.26, 0.264, 0.47, 0.474, 0.72, 0.724, 1],
    front: [0, 0.45, 0.7, 1],
    seg: 5,
    warp,
    mat: (l, t, j) => {
      if (l < 2 || (p.clad && l < 3))
        return t === 'rear' && j < 3 ? 'plastic' : p.clad ? 'plastic' : l < 1 ? 'plastic' : paint;
      if (l >= LI && l < LI + 1) {
        if (t === 'rear' && j >= 4) return lamp;
        if (t === 'cr' && j < 4) return lamp;
        if (t === 'cf' && j > 1) return 'head';
        if (t === 'front' && j >= 2) return 'head';
      }
      if (t === 'rear' && j === 3 && l > 4 && l < ys.length - 2) return 'gap';
      if (t === 'front' && j < 2 && l >= 3 && l <= LI) return 'plastic';
      if (t === 'side' && (j === 1 || j === 3 || j === 5) && l > 1) return 'gap';
      return paint;
    },
    cap: paint,
    capBow: 0.03,
    capBottom: 'black',
  });
  // greenhouse
  const by = belt + (p.tall ? 0.02 : 0.0) - 0.03,
    H = p.roof - by,
    w0 = W - 0.075;
  const gl = (f, ins = 0, extra = {}) => {
    const y = by + H * f;
    const t = f;
    return {
      y,
      w: w0 - p.tum * Math.max(0, t) ** 1.3 - ins,
      zr: lerp(p.gr0, p.gr1, p.tall ? Math.max(0, t) ** 1.6 : t) - ins,
      zf: lerp(p.gf0, p.gf1, t) + ins,
      rr: p.tall ? 0.13 : 0.2,
      rf: 0.18,
      bowR: 0.07,
      bowF: 0.12,
      bowS: 0.03,
      ...extra,
    };
  };
  const g0 = p.model === 'van' ? 0.1 : 0.1;
  const gy = [
    gl(-0.12),
    gl(0.06),
    gl(0.085),
    gl(0.35),
    gl(0.6),
    gl(0.83),
    gl(0.845),
    gl(0.93, 0.01),
    gl(0.975, 0.05),
    gl(1, 0.14),
  ];
  stackLoft(b, gy, {
    rear: [0, 0.5, 0.93, 1],
    side: p.tall ? [0, 0.015, 0.25, 0.275, 0.52, 0.56, 0.95, 1] : [0, 0.06, 0.2, 0.22, 0.5, 0.54, 0.95, 1],
    front: [0, 0.5, 1],
    seg: 4,
    warp: (v) => {
      if (v.y < by + 0.1) v.y = Math.min(v.y, by + 0.1);
    },
    mat: (l, t, j) => {
      if (l === 1 || l === 5) {
        if (t === 'rear' || t === 'front') return 'black';
        if (t === 'side') return 'black';
      }
      if (l >= 2 && l <= 4) {
        if (t === 'rear') return j < 2 ? 'glass' : 'black';
        if (t === 'front') return 'glass';
        if (t === 'cf' && j > 1) return 'glass';
        if (t === 'side') return [1, 3, 5].includes(j) ? 'glassS' : [2, 4].includes(j) ? 'black' : paint;
      }
      return paint;
    },
    cap: paint,
    capBow: 0.035,
  });
  const wr = p.tall ? 0.345 : 0.32;
  const zw = [zr - 0.85, zf + 0.86];
  for (const s of [-1, 1])
    for (const z of zw) {
      b.at(cyl(wr + 0.055, 0.06, 24), 'black', s * (W - 0.008), wr + 0.01, z, 0, 0, Math.PI / 2);
      wheel(b, s * (W - 0.06), z, wr, 0.21);
    }
  for (const s of [-1, 1]) {
    b.at(
      new THREE.SphereGeometry(1, 12, 8),
      paint,
      s * (W + 0.09),
      belt + 0.06,
      lerp(p.gf0, p.gf1, 0.15) + 0.28,
      0,
      0,
      0,
      0.115,
      0.075,
      0.07,
    );
    b.at(roundBox(0.12, 0.03, 0.05, 0.01), 'plastic', s * (W - 0.0), belt + 0.01, lerp(p.gf0, p.gf1, 0.15) + 0.27);
    for (const z of [0.18, -0.72]) b.at(roundBox(0.03, 0.028, 0.19, 0.01), 'chrome', s * (W + 0.028), belt - 0.14, z);
    b.at(roundBox(0.24, 0.05, 0.02, 0.008), 'reflector', s * (W - 0.24), 0.4, zr + 0.035);
    if (o.exhaust !== 0) b.at(cyl(0.03, 0.1, 10), 'chrome', s * 0.5, 0.24, zr - 0.03, Math.PI / 2);
    if (p.rails) b.at(roundBox(0.035, 0.03, 1.7, 0.012), 'chrome', s * (W - 0.075 - p.tum + 0.0), p.roof + 0.01, 0.6);
  }
  // high brake lamp, badge, plate surround, wiper, antenna fin
  b.at(
    roundBox(0.3, 0.025, 0.03, 0.008),
    o.brake ? 'tailOn' : 'tail',
    0,
    p.tall ? p.roof - 0.07 : belt + 0.09,
    p.tall ? p.gr1 + 0.1 : p.gr0 + 0.0,
  );
  b.at(roundBox(0.62, 0.16, 0.02, 0.01), 'plastic', 0, p.plateY, zr - 0.0 + (p.tall ? 0.0 : 0.03), -0.03);
  b.at(roundBox(0.5, 0.03, 0.03, 0.01), 'chrome', 0, p.plateY + 0.095, zr + (p.tall ? 0.005 : 0.03));
  b.at(cyl(0.04, 0.015, 16), 'chrome', 0, p.plateY + 0.15, zr - 0.01 + (p.tall ? 0 : 0.02), Math.PI / 2);
  b.at(new THREE.ConeGeometry(0.05, 0.08, 8), paint, 0, p.roof + 0.06, p.gr1 - 0.2, -0.5, 0, 0, 0.5, 1, 2.2);
  if (p.tall) b.at(roundBox(0.36, 0.015, 0.02, 0.005), 'black', 0.08, belt + 0.1, p.gr0 + 0.02, 0, 0, 0.15);
  if (o.taxi) {
    b.at(roundBox(0.42, 0.14, 0.16, 0.04), 'taxi', 0, p.roof + 0.11, 0.15);
  }
  const two = o.plateKind === 'car2';
  return {
    b,
    len: p.L,
    wid: W * 2,
    hgt: p.roof + 0.04,
    plate: { kind: o.plateKind ?? 'car1', pos: [0, p.plateY, zr + (p.tall ? 0.02 : 0.05)], tilt: -0.06 },
  };
}

export function bus(o) {
  const b = new Builder(),
    L = o.len ?? 9,
    W = 1.22,
    H = o.h ?? 3.05,
    zr = L / 2,
    zf = -L / 2;
  const paint = 'paint:' + (o.color ?? '#d8b21c'),
    c2 = 'paint:' + (o.color2 ?? '#f1f1ee');
  const lamp = o.brake ? 'tailOn' : 'tail';
  const lv = (y, dw = 0, dr = 0, df = 0) => ({
    y,
    w: W + dw,
    zr: zr + dr,
    zf: zf + df,
    rr: 0.16,
    rf: 0.2,
    bowR: 0.06,
    bowF: 0.1,
    bowS: 0,
  });
  const n = Math.round(L / 1.5);
  const side = [0];
  for (let i = 0; i < n; i++) {
    side.push((i + 0.06) / n, (i + 0.94) / n);
  }
  side.push(1);
  const ys = [
    lv(0.32, -0.05, -0.05, 0.05),
    lv(0.38),
    lv(0.62),
    lv(0.95),
    lv(1.05),
    lv(1.28),
    lv(1.33),
    lv(1.36, -0.005),
    lv(2.3, -0.03, -0.06, 0.1),
    lv(2.34, -0.03, -0.06, 0.1),
    lv(2.5, -0.035, -0.07, 0.12),
    lv(H - 0.28, -0.05, -0.08, 0.14),
    lv(H - 0.12, -0.09, -0.13, 0.2),
    lv(H - 0.03, -0.2, -0.25, 0.3),
    lv(H, -0.38, -0.45, 0.5),
  ];
  stackLoft(b, ys, {
    rear: [0, 0.42, 0.44, 0.8, 0.82, 0.985, 1],
    side,
    front: [0, 0.5, 1],
    seg: 4,
    mat: (l, t, j) => {
      if (l === 0) return 'plastic';
      if (t === 'rear') {
        if (l === 3 && j >= 4) return lamp;
        if (l === 4 && j >= 4) return 'amber';
        if (l === 5 && j >= 4) return 'reverse';
        if (l >= 2 && l <= 4 && j < 3) return j === 1 ? 'gap' : l === 3 ? 'grille' : paint;
        if (l === 7 && j < 5) return 'glass';
        if ((l === 6 || l === 8) && j < 5) return 'black';
        if (l === 10 && j < 3) return 'led';
        return l < 6 ? paint : l > 8 ? c2 : paint;
      }
      if (l === 7) {
        if (t === 'front' || t === 'cf') return 'glass';
        if (t === 'side') return j % 2 ? 'glassS' : 'black';
      }
      if (t === 'front' && l === 2) return 'plastic';
      if (t === 'cf' && l === 2) return 'head';
      if (l === 4 || l === 5) return t === 'side' ? c2 : paint;
      return l < 6 ? paint : c2;
    },
    cap: c2,
    capBow: 0.06,
    capBottom: 'black',
  });
  for (const s of [-1, 1])
    for (const z of [zr - 2.0, zf + 1.9]) {
      b.at(cyl(0.56, 0.05, 24), 'black', s * (W - 0.015), 0.5, z, 0, 0, Math.PI / 2);
      wheel(b, s * (W - 0.09), z, 0.48, 0.27);
    }
  b.at(roundBox(2.3, 0.24, 0.12, 0.04), 'plastic', 0, 0.46, zr + 0.05);
  for (const s of [-1, 1]) {
    b.at(roundBox(0.05, 0.34, 0.12, 0.02), 'black', s * (W + 0.18), 2.25, zf - 0.1);
    b.at(roundBox(0.25, 0.03, 0.03, 0.01), 'black', s * (W + 0.08), 2.42, zf - 0.05);
    b.at(roundBox(0.3, 0.05, 0.02, 0.008), 'reflector', s * 0.8, 0.46, zr + 0.12);
    b.at(roundBox(0.14, 0.06, 0.03, 0.01), lamp, s * 0.9, H - 0.25, zr - 0.03);
  }
  b.at(roundBox(1.3, 0.16, 2.4, 0.06), c2, 0, H + 0.08, 0.3);
  return {
    b,
    len: L,
    wid: 2.44,
    hgt: H + 0.15,
    plate: { kind: 'car2', pos: [0, 0.79, zr + 0.08], tilt: 0 },
    text: { str: o.route ?? 'BÌNH DƯƠNG - ĐẤT MỚI 61-08', pos: [0, 1.17, zr + 0.075], w: 1.7, h: 0.15 },
  };
}

export function truck(o) {
  const b = new Builder(),
    L = o.len ?? 6.2,
    W = o.w ?? 1.05,
    zr = L / 2,
    zf = -L / 2,
    H = o.h ?? 2.85;
  const cab = 'paint:' + (o.color ?? '#2a5ea8'),
    boxc = (o.body === 'tarp' ? 'cloth:' : 'panel:') + (o.color2 ?? '#e8e8e4');
  const lamp = o.brake ? 'tailOn' : 'tail';
  const cz = zf + 1.65;
  const lv = (y, dw, zrr, df = 0) => ({
    y,
    w: W - 0.06 + dw,
    zr: zrr,
    zf: zf + df,
    rr: 0.1,
    rf: 0.18,
    bowR: 0,
    bowF: 0.1,
  });
  stackLoft(
    b,
    [
      lv(0.4, -0.03, cz),
      lv(0.5, 0, cz),
      lv(1.1, 0, cz),
      lv(1.25, 0, cz, 0.02),
      lv(1.3, -0.005, cz, 0.03),
      lv(1.95, -0.07, cz, 0.28),
      lv(2.05, -0.08, cz, 0.32),
      lv(2.18, -0.18, cz - 0.08, 0.5),
    ],
    {
      rear: [0, 0.7, 1],
      side: [0, 0.2, 0.85, 1],
      front: [0, 0.9, 1],
      seg: 4,
      mat: (l, t, j) => {
        if (l === 4) {
          if (t === 'front' || t === 'cf') return 'glass';
          if (t === 'side' && j === 1) return 'glassS';
          if (t === 'rear' && j === 0) return 'glass';
        }
        return l === 0 ? 'plastic' : cab;
      },
      cap: cab,
      capBow: 0.03,
      capBottom: 'black',
    },
  );
  const fl = 0.95,
    bz0 = cz + 0.12,
    bl = zr - bz0,
    bc = (zr + bz0) / 2;
  b.at(roundBox(0.75, 0.22, L - 0.5, 0.02), 'chassis', 0, 0.72, 0.2);
  b.at(roundBox(W * 2, 0.12, bl, 0.02), 'chassis', 0, fl - 0.06, bc);
  if (o.body === 'open' || o.body === 'tarp') {
    const sh = 0.55;
    for (const s of [-1, 1]) {
      b.at(roundBox(0.05, sh, bl, 0.015), cab, s * (W - 0.025), fl + sh / 2, bc);
      for (let i = 0; i < 6; i++)
        b.at(roundBox(0.03, sh, 0.06, 0.01), cab, s * (W + 0.01), fl + sh / 2, bz0 + 0.1 + (i * (bl - 0.2)) / 5);
    }
    b.at(roundBox(W * 2, sh, 0.05, 0.015), cab, 0, fl + sh / 2, zr - 0.03);
    for (const x of [-0.7, -0.23, 0.23, 0.7]) b.at(roundBox(0.06, sh, 0.03, 0.01), cab, x * W, fl + sh / 2, zr + 0.005);
    b.at(roundBox(W * 2, sh, 0.05, 0.015), cab, 0, fl + sh / 2 + 0.2, bz0 + 0.03);
    if (o.body === 'tarp') {
      stackLoft(
        b,
        [
          [fl + sh, 0],
          [fl + 1.0, 0.02],
          [fl + 1.45, -0.02],
          [fl + 1.65, -0.12],
          [fl + 1.75, -0.4],
        ].map(([y, d]) => ({
          y,
          w: W + d * 0.8 - 0.02,
          zr: zr - 0.06 + d * 0.2,
          zf: bz0,
          rr: 0.08,
          rf: 0.08,
          bowR: 0.03,
        })),
        {
          rear: [0, 0.4, 0.42, 1],
          side: [0, 0.33, 0.66, 1],
          front: [0, 1],
          seg: 3,
          mat: (l, t, j) => (t === 'rear' && j === 1 ? 'gap' : boxc),
          cap: boxc,
          capBow: 0.1,
        },
      );
    } else {
      for (let i = 0; i < 9; i++) {
        const q = o.seed ? ((o.seed * 9301 + i * 49297) % 233280) / 233280 : 0.5;
        b.at(
          roundBox(0.5 + q * 0.3, 0.4 + q * 0.3, 0.5, 0.06),
          i % 3 ? 'cloth:#8b7a58' : 'cloth:#3c6b4a',
          ((i % 3) - 1) * 0.6,
          fl + 0.3 + (i % 2) * 0.2,
          bz0 + 0.5 + (Math.floor(i / 3) * (bl - 1)) / 2.2,
        );
      }
    }
  } else {
    b.at(roundBox(W * 2 + 0.06, H - fl, bl, 0.03), boxc, 0, (H + fl) / 2, bc);
    const rz = zr + 0.012; // rear doors: gap, lock rods, hinges, corner posts
    b.at(roundBox(0.02, H - fl - 0.1, 0.02, 0.004), 'gap', 0, (H + fl) / 2, rz);
    for (const x of [-W - 0.0, W + 0.0]) b.at(roundBox(0.07, H - fl, 0.06, 0.015), 'chrome2', x, (H + fl) / 2, zr);
    for (const y of [fl + 0.03, H - 0.04]) b.at(roundBox(W * 2 + 0.06, 0.08, 0.06, 0.015), 'chrome2', 0, y, zr);
    for (const x of [-0.32, -0.12, 0.12, 0.32]) {
      b.at(cyl(0.018, H - fl - 0.12, 8), 'chrome2', x * W * 2, (H + fl) / 2, rz + 0.03);
      for (const f of [0.12, 0.5, 0.88])
        b.at(roundBox(0.1, 0.05, 0.05, 0.01), 'chrome2', x * W * 2, fl + (H - fl) * f, rz + 0.02);
    }
    for (const s of [-1, 1])
      for (const f of [0.15, 0.4, 0.65, 0.88])
        b.at(roundBox(0.12, 0.06, 0.03, 0.008), 'chrome2', s * (W - 0.1), fl + (H - fl) * f, rz + 0.01);
    for (const s of [-1, 1])
      for (let i = 0; i < 5; i++)
        b.at(roundBox(0.02, H - fl, 0.05, 0.006), boxc, s * (W + 0.035), (H + fl) / 2, bz0 + ((i + 0.5) * bl) / 5);
    b.at(roundBox(W * 2 - 0.3, 0.06, 0.02, 0.004), 'redwhite', 0, fl + 0.12, rz + 0.012);
  }
  b.at(roundBox(W * 2 - 0.1, 0.12, 0.08, 0.02), 'chassis', 0, 0.52, zr - 0.1);
  b.at(roundBox(W * 2 - 0.2, 0.06, 0.01, 0.003), 'redwhite', 0, 0.52, zr - 0.055);
  for (const s of [-1, 1]) {
    b.at(roundBox(0.36, 0.12, 0.05, 0.02), lamp, s * (W - 0.24), 0.76, zr - 0.02);
    b.at(roundBox(0.1, 0.1, 0.055, 0.02), 'amber', s * (W - 0.48), 0.76, zr - 0.02);
    b.at(roundBox(0.42, 0.4, 0.02, 0.005), 'plastic', s * (W - 0.28), 0.45, zr - 0.55);
    b.at(cyl(0.03, 0.7, 8), 'chassis', s * 0.5, 0.65, zr - 0.1, 0, 0, 0);
    wheel(b, s * (W - 0.32), zr - 1.15, 0.41, 0.22);
    wheel(b, s * (W - 0.1), zr - 1.15, 0.41, 0.2);
    wheel(b, s * (W - 0.15), zf + 0.85, 0.41, 0.22);
    b.at(roundBox(0.06, 0.3, 0.2, 0.02), 'black', s * (W + 0.16), 1.75, zf + 0.25);
    b.at(roundBox(0.2, 0.03, 0.03, 0.01), 'black', s * (W + 0.05), 1.9, zf + 0.28);
  }
  b.at(cyl(0.34, 2 * W - 0.5, 16), 'chassis', 0, 0.41, zr - 1.15, 0, 0, Math.PI / 2, 0.3, 1, 0.3);
  return {
    b,
    len: L,
    wid: W * 2 + 0.1,
    hgt: o.body ? 2.6 : H,
    plate: { kind: 'car2', pos: [o.body ? -0.3 : 0.0, 0.76, zr + 0.012], tilt: 0 },
  };
}

function person(b, o) {
  // seated person; hip at (0,y,z)
  const { y, z, lean = 0.12 } = o;
  const top = 'cloth:' + o.top,
    pan = 'cloth:' + o.pants,
    skin = 'skin:' + (o.skin ?? '#c8936c'),
    k = o.scale ?? 1;
  const sh = 0.5 * k;
  const sx = z - lean;
  const W = (o.fem ? 0.155 : 0.175) * k;
  limb(
    b,
    top,
    [
      [0, y - 0.05, z + 0.02, W * 1.02, 0.125],
      [0, y + 0.08, z + 0.015, W * 0.98, 0.13],
      [0, y + sh * 0.45, z - lean * 0.35, W * 0.97, 0.12],
      [0, y + sh * 0.82, z - lean * 0.75, W * 1.18, 0.125],
      [0, y + sh * 0.98, sx, W * 1.02, 0.1],
      [0, y + sh + 0.045, sx - 0.01, 0.085, 0.075],
    ],
    16,
    5,
  );
  // shoulders + arms
  for (const s of [-1, 1]) {
    const S = [s * W * 1.12, y + sh * 0.93, sx],
      hx = s * (o.hand?.[0] ?? 0.3),
      hy = o.hand?.[1] ?? 0.99,
      hz = o.hand?.[2] ?? -0.42;
    const E = [s * (W + 0.14), y + sh * 0.48, lerp(sx, hz, 0.38) + 0.03];
    const sl = o.sleeve ?? 1;
    limb(
      b,
      top,
      [
        [S[0] * 0.8, S[1] + 0.01, S[2], 0.062],
        [S[0] * 1.06, S[1] - 0.04, S[2] - 0.0, 0.068],
        [lerp(S[0], E[0], 0.6), lerp(S[1], E[1], 0.6), lerp(S[2], E[2], 0.6), 0.06],
      ],
      10,
      4,
    );
    limb(
      b,
      sl ? top : skin,
      [
        [lerp(S[0], E[0], 0.55), lerp(S[1], E[1], 0.55), lerp(S[2], E[2], 0.55), sl ? 0.056 : 0.045],
        [...E, sl ? 0.05 : 0.04],
        [lerp(E[0], hx, 0.9), lerp(E[1], hy, 0.9), lerp(E[2], hz, 0.9), sl ? 0.038 : 0.03],
      ],
      10,
      5,
    );
    b.at(new THREE.SphereGeometry(0.045, 10, 8), o.glove ? 'black' : skin, hx, hy, hz);
  }
  const fy = o.footY ?? 0.34,
    fz = o.footZ ?? -0.12;
  for (const s of [-1, 1]) {
    const dn = o.down && s === o.down;
    const K = dn ? [s * 0.27, y - 0.16, z - 0.36] : [s * (o.knee ?? 0.2), y - 0.06, z - 0.43],
      F = dn ? [s * 0.34, 0.09, z - 0.28] : [s * (o.footX ?? 0.15), fy, fz];
    limb(
      b,
      pan,
      [
        [s * 0.085, y - 0.01, z + 0.03, 0.105],
        [lerp(s * 0.09, K[0], 0.5), lerp(y, K[1], 0.5) - 0.0, lerp(z, K[2], 0.5), 0.088],
        [...K, 0.068],
        [lerp(K[0], F[0], 0.5), lerp(K[1], F[1], 0.5), lerp(K[2], F[2], 0.5) + 0.02, 0.06],
        [F[0], F[1] + 0.07, F[2] + 0.03, 0.048],
      ],
      12,
      5,
    );
    b.at(roundBox(0.09, 0.075, 0.25, 0.03), o.shoe ?? 'black', F[0], F[1] - 0.01, F[2] - 0.04, 0.12, 0, 0);
  }
  // neck, head, helmet
  const hy = y + sh + 0.185 * k,
    hz = sx - 0.045;
  limb(
    b,
    skin,
    [
      [0, y + sh + 0.0, sx - 0.005, 0.055],
      [0, hy - 0.05, hz + 0.01, 0.052],
    ],
    10,
    3,
  );
  b.at(new THREE.SphereGeometry(1, 16, 12), skin, 0, hy - 0.02, hz, 0, 0, 0, 0.078, 0.11, 0.095);
  const hm = 'gloss:' + o.helmet;
  if (o.fem)
    limb(
      b,
      'hair',
      [
        [0, hy + 0.02, hz + 0.07, 0.07, 0.05],
        [0, hy - 0.12, hz + 0.1, 0.06, 0.035],
        [0, hy - 0.3, hz + 0.14, 0.03, 0.02],
      ],
      10,
      4,
    );
  else b.at(new THREE.SphereGeometry(1, 14, 10), 'hair', 0, hy - 0.015, hz + 0.018, 0, 0, 0, 0.082, 0.1, 0.092);
  b.at(
    new THREE.SphereGeometry(1, 20, 12, 0, 7, 0, Math.PI * 0.56),
    hm,
    0,
    hy + 0.025,
    hz + 0.005,
    0,
    0,
    0,
    0.124,
    0.135,
    0.148,
  );
  b.at(new THREE.TorusGeometry(0.121, 0.012, 6, 24), 'black', 0, hy + 0.0, hz + 0.005, Math.PI / 2, 0, 0, 1, 1.18, 1);
  b.at(
    new THREE.SphereGeometry(1, 16, 8, 0, 7, 0, Math.PI * 0.4),
    hm,
    0,
    hy + 0.01,
    hz - 0.12,
    0.25,
    0,
    0,
    0.09,
    0.03,
    0.08,
  );
  if (o.stripe) b.at(roundBox(0.05, 0.01, 0.2, 0.004), 'cloth:' + o.stripe, 0, hy + 0.155, hz, 0, 0, 0);
  if (o.bag) {
    b.at(roundBox(0.29, 0.4, 0.15, 0.06), 'cloth:' + o.bag, 0, y + sh * 0.55, z + 0.19, 0.12, 0, 0);
    b.at(roundBox(0.21, 0.16, 0.05, 0.03), 'cloth:' + o.bag, 0, y + sh * 0.4, z + 0.285, 0.12, 0, 0);
  }
  return hy + 0.16;
}
export function moto(o) {
  const b = new Builder(),
    rb = new Builder(),
    sc = o.model !== 'cub';
  const paint = 'gloss:' + (o.color ?? '#a61c22');
  const zA = 0.62,
    zF = -0.62,
    r = sc ? 0.275 : 0.295,
    tw = sc ? 0.125 : 0.095;
  const lamp = o.brake ? 'tailOn' : 'tail';
  for (const z of [zA, zF]) {
    b.at(new THREE.TorusGeometry(r - tw / 2, tw / 2, 10, 28), 'tyre', 0, r, z, 0, Math.PI / 2, 0, 1, 1, 1);
    b.at(new THREE.TorusGeometry(r - tw * 0.95, 0.018, 8, 24), 'rim', 0, r, z, 0, Math.PI / 2, 0);
    for (let i = 0; i < 6; i++) b.at(roundBox(0.02, 0.02, (r - tw) * 2, 0.006), 'rim', 0, r, z, (i * Math.PI) / 6);
    b.at(cyl(0.05, 0.12, 12), 'chassis', 0, r, z, 0, 0, Math.PI / 2);
  }
  // tail body, seat, engine
  const tl = (y, w, zr, zf) => ({ y, w, zr, zf, rr: w * 0.75, rf: w * 0.6, bowR: 0.03, bowS: 0.02 });
  stackLoft(
    b,
    sc
      ? [
          tl(0.4, 0.14, 0.42, 0.0),
          tl(0.5, 0.175, 0.6, -0.05),
          tl(0.58, 0.18, 0.74, -0.08),
          tl(0.64, 0.17, 0.8, -0.08),
          tl(0.715, 0.16, 0.8, -0.08),
          tl(0.745, 0.14, 0.77, -0.08),
        ]
      : [
          tl(0.48, 0.09, 0.42, -0.02),
          tl(0.56, 0.13, 0.62, -0.1),
          tl(0.63, 0.145, 0.78, -0.12),
          tl(0.7, 0.14, 0.8, -0.12),
          tl(0.735, 0.12, 0.76, -0.12),
        ],
    {
      rear: [0, 0.9, 1],
      side: [0, 0.2, 1],
      front: [0, 1],
      seg: 5,
      mat: (l, t, j) => (l === (sc ? 3 : 2) && (t === 'rear' || (t === 'cr' && j < 4)) ? lamp : paint),
      cap: paint,
      capBottom: 'plastic',
    },
  );
  b.add(
    profile(
      [
        [0.72, 0.72],
        [0.74, 0.76],
        [0.5, 0.795],
        [0.28, 0.8],
        [0.12, 0.775],
        [-0.12, 0.765],
        [-0.16, 0.72],
      ],
      sc ? 0.31 : 0.27,
      0.04,
    ),
    'seat',
  );
  b.at(roundBox(0.2, 0.26, 0.42, 0.06), 'chassis', 0, 0.35, 0.2);
  b.at(roundBox(0.1, 0.14, 0.35, 0.04), 'chassis', -0.1, r, 0.48);
  // plate carrier / mudguard, indicators, reflector
  b.add(
    profile(
      [
        [0.6, 0.64],
        [0.8, 0.63],
        [0.885, 0.45],
        [0.9, 0.4],
        [0.87, 0.4],
        [0.8, 0.5],
        [0.66, 0.55],
      ],
      0.15,
      0.02,
    ),
    'plastic',
  );
  b.at(roundBox(0.045, 0.025, 0.015, 0.006), 'reflector', 0, 0.425, 0.905);
  for (const s of [-1, 1]) {
    b.at(new THREE.SphereGeometry(1, 10, 8), 'amber', s * 0.18, 0.64, 0.76, 0, 0, 0, 0.055, 0.034, 0.035);
    b.at(cyl(0.022, 0.36, 10), 'chrome', s * 0.14, 0.44, 0.56, 0.45);
    b.at(cyl(0.04, 0.2, 12), 'chassis', s * 0.14, 0.4, 0.58, 0.45);
  }
  limb(
    b,
    'chromeD',
    [
      [0.1, 0.78, 0.5, 0.014],
      [0.11, 0.8, 0.75, 0.014],
      [0, 0.81, 0.84, 0.014],
      [-0.11, 0.8, 0.75, 0.014],
      [-0.1, 0.78, 0.5, 0.014],
    ],
    8,
    5,
  );
  // exhaust (right), stand
  limb(
    b,
    'chassis',
    [
      [0.1, 0.28, 0.0, 0.02],
      [0.14, 0.25, 0.2, 0.025],
      [0.17, 0.28, 0.35, 0.05],
    ],
    10,
    4,
  );
  limb(
    b,
    o.chromeEx ? 'chrome' : 'plastic',
    [
      [0.18, 0.28, 0.33, 0.055],
      [0.2, 0.33, 0.6, 0.072],
      [0.21, 0.38, 0.86, 0.062],
    ],
    12,
    4,
  );
  b.at(cyl(0.03, 0.05, 10), 'chrome', 0.211, 0.385, 0.9, Math.PI / 2 - 0.15);
  // floor, leg shield, front
  b.at(roundBox(sc ? 0.5 : 0.2, 0.1, 0.5, 0.03), sc ? 'plastic' : 'chassis', 0, 0.3, -0.2);
  stackLoft(
    b,
    [
      [0.3, 0.16],
      [0.42, sc ? 0.25 : 0.21],
      [0.65, sc ? 0.27 : 0.2],
      [0.85, 0.2],
      [0.93, 0.13],
    ].map(([y, w]) => ({
      y,
      w,
      zr: -0.36 - (y - 0.3) * 0.05,
      zf: -0.52 - (y - 0.3) * 0.08,
      rr: 0.06,
      rf: 0.1,
      bowF: 0.08,
      bowR: -0.02,
    })),
    {
      rear: [0, 0.6, 1],
      side: [0, 1],
      front: [0, 0.6, 1],
      seg: 3,
      mat: (l, t) => (t === 'rear' ? (sc ? 'plastic' : paint) : paint),
      cap: paint,
    },
  );
  b.at(roundBox(0.06, 0.5, 0.07, 0.03), 'plastic', 0, 0.78, -0.42, -0.35);
  for (const s of [-1, 1])
    limb(
      b,
      'chassis',
      [
        [s * 0.07, 0.62, -0.5, 0.02],
        [s * 0.07, r, zF, 0.024],
      ],
      8,
      3,
    );
  b.add(
    profile(
      [
        [-0.4, 0.42],
        [-0.5, 0.56],
        [-0.66, 0.57],
        [-0.85, 0.46],
        [-0.84, 0.44],
        [-0.66, 0.52],
        [-0.52, 0.51],
        [-0.42, 0.41],
      ],
      0.12,
      0.02,
    ),
    paint,
  );
  b.at(roundBox(0.26, 0.14, 0.16, 0.06), paint, 0, 0.98, -0.45);
  b.at(roundBox(0.2, 0.09, 0.02, 0.01), 'head', 0, 0.98, -0.54);
  limb(
    b,
    'chassis',
    [
      [-0.33, 0.985, -0.38, 0.016],
      [-0.15, 1.0, -0.42, 0.016],
      [0.15, 1.0, -0.42, 0.016],
      [0.33, 0.985, -0.38, 0.016],
    ],
    8,
    4,
  );
  for (const s of [-1, 1]) {
    b.at(cyl(0.022, 0.12, 10), 'black', s * 0.345, 0.985, -0.385, 0, 0, Math.PI / 2);
    limb(
      b,
      'chassis',
      [
        [s * 0.24, 1.0, -0.41, 0.007],
        [s * 0.3, 1.1, -0.43, 0.007],
        [s * 0.33, 1.15, -0.43, 0.007],
      ],
      6,
      3,
    );
    b.at(roundBox(0.15, 0.095, 0.03, 0.03), 'mirror', s * 0.385, 1.2, -0.43);
  }
  if (o.box) {
    b.at(roundBox(0.46, 0.46, 0.44, 0.03), 'cloth:' + o.box, 0, 1.06, 0.68);
    b.at(roundBox(0.47, 0.05, 0.45, 0.02), 'black', 0, 1.28, 0.68);
  }
  let top = 1.2;
  const R = o.rider ?? {};
  if (o.rider !== null) {
    top = person(rb, {
      y: 0.86,
      z: 0.12,
      lean: 0.08,
      top: '#3d5a80',
      pants: '#22262e',
      helmet: '#d0d0d0',
      hand: [0.31, 0.99, -0.38],
      knee: 0.25,
      footX: 0.23,
      footY: 0.36,
      footZ: -0.16,
      ...R,
      down: o.stopped ? (R.down ?? -1) : 0,
    });
    if (o.passenger && !o.box)
      top = Math.max(
        top,
        person(rb, {
          y: 0.89,
          z: 0.47,
          lean: 0.06,
          hand: [0.13, 1.02, 0.2],
          knee: 0.28,
          footX: 0.24,
          footY: 0.34,
          footZ: 0.18,
          top: '#b04050',
          pants: '#333',
          helmet: '#e8d0d8',
          fem: true,
          scale: 0.95,
          ...o.passenger,
        }),
      );
  }
  return { b, rb, len: 1.9, wid: 0.75, hgt: top, plate: { kind: 'moto', pos: [0, 0.535, 0.872], tilt: -0.36 } };
}
export const MAKERS = { car, bus, truck, motorcycle: moto };
