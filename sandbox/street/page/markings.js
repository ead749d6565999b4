// Road markings: stop line, crossings, lane lines, the double centre line and lane arrows, in worn paint.
import * as THREE from 'three';
import { paintNoise, paintedTexture, tileableNoise } from './texture.js';

const NEAR_END_Z = 25;
const FAR_END_Z = -100;
const ARROW = [[-0.08, 0], [0.08, 0], [0.08, 1.6], [0.3, 1.6], [0, 2.6], [-0.3, 1.6], [-0.08, 1.6]];

export function addMarkings(group, extent, { lanes, solid_lines: solid }, random, matte) {
  const wear = wornAlpha(random);
  const paint = (color) => matte({ color, alphaMap: wear, transparent: true, depthWrite: false });
  const brush = { group, white: paint('#d9d9d4'), yellow: paint('#d6a21c') };
  if (extent.junction) addJunction(brush, extent);
  else if (extent.left < extent.centre) centreLine(brush, extent.centre, NEAR_END_Z, FAR_END_Z);
  for (const lane of lanes.slice(0, -1)) laneLine(brush, lane.to_x_m, extent, solid);
  for (const lane of lanes) if (lane.for !== 'motorcycle') arrow(brush, (lane.from_x_m + lane.to_x_m) / 2, extent.stop + 4);
}

function addJunction(brush, { right, centre, left, stop, far }) {
  // The near edge of the stop line is where the law's line is.
  rectangle(brush, brush.white, [-right, right], [stop, stop - 0.4]);
  rectangle(brush, brush.white, [left, centre], [far - 5.4, far - 5.8]);
  for (let x = left + 0.5; x < right - 0.4; x += 1) {
    rectangle(brush, brush.white, [x, x + 0.5], [stop - 1.8, stop - 5]);
    rectangle(brush, brush.white, [x, x + 0.5], [far - 1.5, far - 4.7]);
  }
  if (left === centre) return;
  centreLine(brush, centre, NEAR_END_Z, stop);
  centreLine(brush, centre, far - 6, FAR_END_Z);
  dashes(brush, centre - (centre - left) / 2, NEAR_END_Z, stop + 2);
  dashes(brush, centre - (centre - left) / 2, far - 7, FAR_END_Z);
}

function centreLine(brush, centre, from, to) {
  for (const x of [centre - 0.2, centre + 0.05]) rectangle(brush, brush.yellow, [x, x + 0.15], [from, to]);
}

function wornAlpha(random) {
  const noise = tileableNoise(512, 512, random, 5, 16);
  const paint = (context, width, height) =>
    paintNoise(context, width, height, noise, (value) => {
      const alpha = value < 0.36 ? 40 : value < 0.42 ? 130 : 225 + (random() - 0.5) * 40;
      return [alpha, alpha, alpha];
    });
  return paintedTexture(512, 512, paint, { data: true, repeat: [1, 1] });
}

function rectangle({ group }, material, [x0, x1], [z0, z1]) {
  const geometry = new THREE.PlaneGeometry(Math.abs(x1 - x0), Math.abs(z1 - z0));
  const { uv, position } = geometry.attributes;
  for (let corner = 0; corner < 4; corner++) {
    uv.setXY(corner, (position.getX(corner) + x0) / 5, (position.getY(corner) + z0) / 5);
  }
  lay(group, new THREE.Mesh(geometry, material), (x0 + x1) / 2, 0.01, (z0 + z1) / 2);
}

function lay(group, mesh, x, y, z) {
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.set(x, y, z);
  mesh.receiveShadow = true;
  mesh.renderOrder = 2;
  group.add(mesh);
}

/** Solid where the scene says so, else for the last twelve metres before the stop line; dashed elsewhere. */
function laneLine(brush, x, { stop, far, junction }, solid) {
  const stretches = solid?.filter((line) => Math.abs(line.x_m - x) < 0.3).map(({ from_z_m, to_z_m }) => [from_z_m, to_z_m]) ?? (junction ? [[stop + 12, stop]] : []);
  for (const [from, to] of stretches) rectangle(brush, brush.white, [x - 0.07, x + 0.07], [to, from]);
  const ends = junction ? [[NEAR_END_Z, stop + (solid ? 0 : 14)], [far - 7, FAR_END_Z]] : [[NEAR_END_Z, FAR_END_Z]];
  for (const [from, to] of ends) dashes(brush, x, from, to, stretches);
}

function dashes(brush, x, from, to, solid = []) {
  for (let z = from; z > to; z -= 6) {
    if (solid.some(([near, far]) => z > far && z - 3 < near)) continue;
    rectangle(brush, brush.white, [x - 0.07, x + 0.07], [z, z - 3]);
  }
}

function arrow({ group, white }, x, z) {
  const shape = new THREE.Shape(ARROW.map(([right, ahead]) => new THREE.Vector2(right, ahead)));
  lay(group, new THREE.Mesh(new THREE.ShapeGeometry(shape), white), x, 0.011, z);
}
