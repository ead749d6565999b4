// Simple solids that vehicles and street furniture are put together from, and two interpolations.
import * as THREE from 'three';

export const cylinder = (radius, height, segments = 20) => new THREE.CylinderGeometry(radius, radius, height, segments);
export const ball = (across = 12, down = 8) => new THREE.SphereGeometry(1, across, down);
export const lerp = (from, to, part) => from + (to - from) * part;

/** 0 before `from`, 1 after `to`, smooth between. */
export function smoothstep(from, to, value) {
  const part = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return part * part * (3 - 2 * part);
}

const roundBoxes = new Map();

/** A box with bevelled edges, centred at the origin. */
export function roundBox(width, height, depth, bevel = 0.03) {
  const key = [width, height, depth, bevel].join();
  const known = roundBoxes.get(key);
  if (known) return known;
  const edge = Math.min(bevel, width / 2.01, height / 2.01, depth / 2.01);
  const x = width / 2 - edge;
  const y = height / 2 - edge;
  const outline = [[-x, -y], [x, -y], [x, y], [-x, y]].map(([right, up]) => new THREE.Vector2(right, up));
  const options = { depth: depth - 2 * edge, bevelEnabled: true, bevelThickness: edge, bevelSize: edge, bevelSegments: 2, curveSegments: 2 };
  const geometry = new THREE.ExtrudeGeometry(new THREE.Shape(outline), options);
  geometry.translate(0, 0, -(depth / 2 - edge));
  roundBoxes.set(key, geometry);
  return geometry;
}

/** A side view [[z, y], …] given a width across x. */
export function sideProfile(points, width, bevel = 0.03) {
  const shape = new THREE.Shape(points.map(([z, y]) => new THREE.Vector2(z, y)));
  const geometry = new THREE.ExtrudeGeometry(shape, {
    depth: Math.max(0.001, width - 2 * bevel),
    bevelEnabled: true,
    bevelThickness: bevel,
    bevelSize: bevel,
    bevelOffset: -bevel,
    bevelSegments: 3,
  });
  geometry.translate(0, 0, -(width / 2 - bevel));
  geometry.rotateY(-Math.PI / 2);
  return geometry;
}
