// Geometry helpers: stacked-outline lofts with per-face materials, tapered limbs, and a builder that merges by material.
import * as THREE from 'three';
import { mergeGeometries, mergeVertices } from 'three/addons/utils/BufferGeometryUtils.js';

export class Builder {
  constructor() {
    this.buckets = new Map();
  }
  add(geom, mat, m) {
    let g = geom.index ? geom.toNonIndexed() : geom;
    if (m) {
      g = g.clone();
      g.applyMatrix4(m);
    }
    for (const k of Object.keys(g.attributes)) if (!['position', 'normal', 'uv'].includes(k)) g.deleteAttribute(k);
    if (!g.attributes.normal) g.computeVertexNormals();
    if (!g.attributes.uv)
      g.setAttribute('uv', new THREE.BufferAttribute(new Float32Array(g.attributes.position.count * 2), 2));
    if (!this.buckets.has(mat)) this.buckets.set(mat, []);
    this.buckets.get(mat).push(g);
    return this;
  }
  at(geom, mat, x, y, z, rx = 0, ry = 0, rz = 0, sx = 1, sy = 1, sz = 1) {
    const m = new THREE.Matrix4().compose(
      new THREE.Vector3(x, y, z),
      new THREE.Quaternion().setFromEuler(new THREE.Euler(rx, ry, rz)),
      new THREE.Vector3(sx, sy, sz),
    );
    return this.add(geom, mat, m);
  }
  merge(other, m) {
    for (const [k, gs] of other.buckets) for (const g of gs) this.add(g, k, m);
    return this;
  }
  build(getMat) {
    const grp = new THREE.Group();
    for (const [k, gs] of this.buckets) {
      const mesh = new THREE.Mesh(mergeVertices(mergeGeometries(gs, false), 1e-4), getMat(k));
      mesh.castShadow = true;
      mesh.receiveShadow = true;
      mesh.userData.mat = k;
      grp.add(mesh);
    }
    return grp;
  }
}

function halfOutline(lv, o) {
  const pts = [],
    tags = [];
  const { w, zr, zf } = lv;
  const rr = Math.min(lv.rr ?? 0.2, w),
    rf = Math.min(lv.rf ?? 0.3, w),
    S = o.seg ?? 5;
  const push = (x, z, t) => {
    if (pts.length) tags.push(t);
    pts.push([x, z]);
  };
  o.rear.forEach((f, i) => push(f * (w - rr), zr, ['rear', i - 1]));
  for (let i = 1; i <= S; i++) {
    const a = (Math.PI / 2) * (1 - i / S);
    push(w - rr + rr * Math.cos(a), zr - rr + rr * Math.sin(a), ['cr', i - 1]);
  }
  o.side.forEach((f, i) => {
    if (i) push(w, zr - rr + (zf + rf - (zr - rr)) * f, ['side', i - 1]);
  });
  for (let i = 1; i <= S; i++) {
    const a = (-Math.PI / 2) * (i / S);
    push(w - rf + rf * Math.cos(a), zf + rf + rf * Math.sin(a), ['cf', i - 1]);
  }
  const fr = o.front ?? [0, 0.5, 1];
  for (let i = fr.length - 2; i >= 0; i--) push(fr[i] * (w - rf), zf, ['front', i]);
  const zm = (zr + zf) / 2,
    hl = (zr - zf) / 2;
  for (const p of pts) {
    const [x, z] = p;
    const k = 1 - Math.min(1, (x / w) ** 2);
    if (z > zm) p[1] += (lv.bowR ?? 0) * k;
    else p[1] -= (lv.bowF ?? 0) * k;
    if (w > 0.01) p[0] += (lv.bowS ?? 0) * (1 - Math.min(1, ((z - zm) / hl) ** 2)) * (x / w);
  }
  return { pts, tags };
}

// levels bottom to top. o:{rear,side,front,seg,warp(p),mat(li,tag,j,side),cap:'matkey',capBow,capBottom}
export function stackLoft(b, levels, o) {
  const rows = levels.map((lv) => {
    const { pts, tags } = halfOutline(lv, o);
    const full = [],
      ft = [];
    pts.forEach(([x, z]) => full.push(new THREE.Vector3(x, lv.y, z)));
    for (let i = pts.length - 2; i >= 1; i--) full.push(new THREE.Vector3(-pts[i][0], lv.y, pts[i][1]));
    tags.forEach((t) => ft.push([...t, 1]));
    for (let i = tags.length - 1; i >= 0; i--) ft.push([...tags[i], -1]);
    if (o.warp) full.forEach((p) => o.warp(p, lv));
    return { full, ft };
  });
  const P = rows[0].full.length,
    L = rows.length;
  const nrm = rows.map(() => Array.from({ length: P }, () => new THREE.Vector3()));
  const faces = [];
  const ab = new THREE.Vector3(),
    ac = new THREE.Vector3();
  for (let l = 0; l + 1 < L; l++)
    for (let i = 0; i < P; i++) {
      const j = (i + 1) % P;
      const q = [
        [l, i],
        [l, j],
        [l + 1, j],
        [l + 1, i],
      ];
      const [t, k, s] = rows[0].ft[i];
      const mk = o.mat(l, t, k, s);
      for (const tri of [
        [0, 1, 2],
        [0, 2, 3],
      ]) {
        const v = tri.map((n) => q[n]);
        const p = v.map(([a, c]) => rows[a].full[c]);
        ab.subVectors(p[1], p[0]);
        ac.subVectors(p[2], p[0]);
        const n = new THREE.Vector3().crossVectors(ab, ac);
        if (n.lengthSq() < 1e-14) continue;
        v.forEach(([a, c]) => nrm[a][c].add(n));
        faces.push([mk, v, p]);
      }
    }
  nrm.forEach((r) => r.forEach((n) => n.normalize()));
  const bk = new Map();
  for (const [mk, v, p] of faces) {
    if (!mk) continue;
    if (!bk.has(mk)) bk.set(mk, { p: [], n: [], u: [] });
    const B = bk.get(mk);
    v.forEach(([a, c], n) => {
      const q = p[n],
        m = nrm[a][c];
      B.p.push(q.x, q.y, q.z);
      B.n.push(m.x, m.y, m.z);
      B.u.push((q.x + q.z) * 1, q.y);
    });
  }
  const cap = (row, mk, up, bow) => {
    const f = row.full,
      H = P / 2,
      K = 6;
    const g = new THREE.BufferGeometry(),
      pos = [],
      idx = [],
      uv = [];
    for (let i = 0; i <= H; i++) {
      const a = f[i],
        c = f[(P - i) % P];
      for (let k = 0; k <= K; k++) {
        const t = k / K;
        const s = 1 - (2 * t - 1) ** 2;
        const along = Math.sin(Math.PI * Math.min(1, i / H));
        pos.push(
          a.x + (c.x - a.x) * t,
          a.y + (c.y - a.y) * t + bow * s * Math.min(1, along * 2.5),
          a.z + (c.z - a.z) * t,
        );
        uv.push(a.x + (c.x - a.x) * t, a.z + (c.z - a.z) * t);
      }
    }
    for (let i = 0; i < H; i++)
      for (let k = 0; k < K; k++) {
        const a = i * (K + 1) + k,
          c = a + K + 1;
        if (up) idx.push(a, c, a + 1, a + 1, c, c + 1);
        else idx.push(a, a + 1, c, a + 1, c + 1, c);
      }
    g.setAttribute('position', new THREE.Float32BufferAttribute(pos, 3));
    g.setAttribute('uv', new THREE.Float32BufferAttribute(uv, 2));
    g.setIndex(idx);
    g.computeVertexNormals();
    b.add(g, mk);
  };
  for (const [mk, B] of bk) {
    const g = new THREE.BufferGeometry();
    g.setAttribute('position', new THREE.Float32BufferAttribute(B.p, 3));
    g.setAttribute('normal', new THREE.Float32BufferAttribute(B.n, 3));
    g.setAttribute('uv', new THREE.Float32BufferAttribute(B.u, 2));
    b.add(g, mk);
  }
  if (o.cap) cap(rows[L - 1], o.cap, true, o.capBow ?? 0);
  if (o.capBottom) cap(rows[0], o.capBottom, false, 0);
}

// smooth tube through points with per-point radii [[x,y,z,rx,(rz)]...], elliptical about the local frame
export function limb(b, mat, pts, seg = 10, sub = 4) {
  const cv = new THREE.CatmullRomCurve3(
    pts.map((p) => new THREE.Vector3(p[0], p[1], p[2])),
    false,
    'catmullrom',
    0.4,
  );
  const n = (pts.length - 1) * sub;
  const rows = [];
  const rad = (t) => {
    const s = t * (pts.length - 1),
      i = Math.min(pts.length - 2, Math.floor(s)),
      f = s - i,
      e = f * f * (3 - 2 * f);
    const a = pts[i],
      c = pts[i + 1];
    return [a[3] + (c[3] - a[3]) * e, (a[4] ?? a[3]) + ((c[4] ?? c[3]) - (a[4] ?? a[3])) * e];
  };
  const g = new THREE.BufferGeometry(),
    pos = [],
    idx = [],
    uv = [];
  for (let i = 0; i <= n; i++) {
    const t = i / n,
      c = cv.getPoint(t),
      T = cv.getTangent(t);
    let X = new THREE.Vector3(1, 0, 0);
    X.addScaledVector(T, -X.dot(T));
    if (X.lengthSq() < 0.05) {
      X.set(0, 0, 1).addScaledVector(T, -T.z);
    }
    X.normalize();
    const Z = new THREE.Vector3().crossVectors(X, T).normalize();
    const [ra, rb] = rad(t);
    for (let k = 0; k <= seg; k++) {
      const a = (k / seg) * Math.PI * 2;
      const p = c
        .clone()
        .addScaledVector(X, Math.cos(a) * ra)
        .addScaledVector(Z, Math.sin(a) * rb);
      pos.push(p.x, p.y, p.z);
      uv.push(k / seg, t * 1);
    }
  }
  for (let i = 0; i < n; i++)
    for (let k = 0; k < seg; k++) {
      const a = i * (seg + 1) + k,
        c = a + seg + 1;
      idx.push(a, c, a + 1, a + 1, c, c + 1);
    }
  g.setAttribute('position', new THREE.Float32BufferAttribute(pos, 3));
  g.setAttribute('uv', new THREE.Float32BufferAttribute(uv, 2));
  g.setIndex(idx);
  g.computeVertexNormals();
  // orient outward
  const p0 = new THREE.Vector3().fromBufferAttribute(g.attributes.position, 0),
    c0 = cv.getPoint(0),
    n0 = new THREE.Vector3().fromBufferAttribute(g.attributes.normal, 0);
  if (n0.dot(p0.sub(c0)) < 0) {
    for (let i = 0; i < idx.length; i += 3) {
      const t = idx[i];
      idx[i] = idx[i + 1];
      idx[i + 1] = t;
    }
    g.setIndex(idx);
    g.computeVertexNormals();
  }
  b.add(g, mat);
  for (const e of [0, pts.length - 1]) {
    const p = pts[e];
    b.at(
      new THREE.SphereGeometry(1, seg, 6),
      mat,
      p[0],
      p[1],
      p[2],
      0,
      0,
      0,
      p[3],
      Math.min(p[3], p[4] ?? p[3]),
      p[4] ?? p[3],
    );
  }
}
const rbCache = new Map();
export function roundBox(w, h, d, r = 0.03) {
  // bevelled box centred at the origin
  const k = [w, h, d, r].join();
  if (rbCache.has(k)) return rbCache.get(k);
  r = Math.min(r, w / 2.01, h / 2.01, d / 2.01);
  const s = new THREE.Shape();
  const x = w / 2 - r,
    y = h / 2 - r;
  s.moveTo(-x, -y - 0);
  s.lineTo(x, -y);
  s.lineTo(x, y);
  s.lineTo(-x, y);
  s.closePath();
  const g = new THREE.ExtrudeGeometry(s, {
    depth: d - 2 * r,
    bevelEnabled: true,
    bevelThickness: r,
    bevelSize: r,
    bevelSegments: 2,
    curveSegments: 2,
  });
  g.translate(0, 0, -(d / 2 - r));
  rbCache.set(k, g);
  return g;
}
export function profile(pts, width, bevel = 0.03) {
  // side profile [[z,y]...] extruded across x
  const s = new THREE.Shape();
  pts.forEach(([z, y], i) => (i ? s.lineTo(z, y) : s.moveTo(z, y)));
  s.closePath();
  const g = new THREE.ExtrudeGeometry(s, {
    depth: Math.max(0.001, width - 2 * bevel),
    bevelEnabled: true,
    bevelThickness: bevel,
    bevelSize: bevel,
    bevelOffset: -bevel,
    bevelSegments: 3,
  });
  g.translate(0, 0, -(width / 2 - bevel));
  g.rotateY(-Math.PI / 2);
  return g; // shape x -> z
}
