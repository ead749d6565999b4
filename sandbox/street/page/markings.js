// Road markings: stop line, crossings, lane lines, the double centre line and lane arrows, in worn paint.
import * as THREE from 'three';
import { paintNoise, paintedTexture, tileableNoise } from './texture.js';

const NEAR_END_Z = 25;
const FAR_END_Z = -100;
const ARROW = [[-0.08, 0], [0.08, 0], [0.08, 1.6], [0.3, 1.6], [0, 2.6], [-0.3, 1.6], [-0.08, 1.6]];

export function addMarkings(group, extent, lanes, random, matte) {
  const wear = wornAlpha(random);
  const paint = (color) => matte({ color, alphaMap: wear, transparent: true, depthWrite: false });
  const brush = { group, white: paint('#d9d9d4'), yellow: paint('#d6a21c') };
  const { right, centre, left, stop, near, far } = extent;
  // The near edge of the stop line is where the law's line is.
  rectangle(brush, brush.white, [-right, right], [stop, stop - 0.4]);
  rectangle(brush, brush.white, [left, centre], [far - 5.4, far - 5.8]);
  for (let x = left + 0.5; x < right - 0.4; x += 1) {
    rectangle(brush, brush.white, [x, x + 0.5], [stop - 1.8, stop - 5]);
    rectangle(brush, brush.white, [x, x + 0.5], [far - 1.5, far - 4.7]);
  }
  for (const x of [centre - 0.2, centre + 0.05]) {
    rectangle(brush, brush.yellow, [x, x + 0.15], [NEAR_END_Z, stop]);
    rectangle(brush, brush.yellow, [x, x + 0.15], [far - 6, FAR_END_Z]);
  }
  for (const lane of lanes.slice(0, -1)) laneLine(brush, lane.to_x_m, stop, far);
  dashes(brush, centre - (centre - left) / 2, NEAR_END_Z, stop + 2);
  dashes(brush, centre - (centre - left) / 2, far - 7, FAR_END_Z);
  for (const lane of lanes) if (lane.for !== 'motorcycle') arrow(brush, (lane.from_x_m + lane.to_x_m) / 2, stop + 4);
  return near;
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

/** Solid for the last twelve metres before the stop line, dashed elsewhere. */
function laneLine(brush, x, stop, far) {
  rectangle(brush, brush.white, [x - 0.07, x + 0.07], [stop, stop + 12]);
  dashes(brush, x, NEAR_END_Z, stop + 14);
  dashes(brush, x, far - 7, FAR_END_Z);
}

function dashes(brush, x, from, to) {
  for (let z = from; z > to; z -= 6) rectangle(brush, brush.white, [x - 0.07, x + 0.07], [z, z - 3]);
}

function arrow({ group, white }, x, z) {
  const shape = new THREE.Shape(ARROW.map(([right, ahead]) => new THREE.Vector2(right, ahead)));
  lay(group, new THREE.Mesh(new THREE.ShapeGeometry(shape), white), x, 0.011, z);
}
