// Smooth tubes of changing thickness: arms, legs, trunks, rails, exhausts.
import * as THREE from 'three';
import { ball } from './solids.js';

/**
 * A tube through points [x, y, z, radius] or [x, y, z, radius across x, radius the other way], with round ends.
 * @param {number} segments around the tube
 * @param {number} steps along it between two points
 */
export function limb(builder, material, points, segments = 10, steps = 4) {
  const curve = new THREE.CatmullRomCurve3(points.map(([x, y, z]) => new THREE.Vector3(x, y, z)), false, 'catmullrom', 0.4);
  const rings = [];
  const count = (points.length - 1) * steps;
  for (let index = 0; index <= count; index++) rings.push(ringAt(curve, index / count, radiiAt(points, index / count), segments));
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(rings.flatMap(({ positions }) => positions), 3));
  geometry.setAttribute('uv', new THREE.Float32BufferAttribute(rings.flatMap(({ uvs }) => uvs), 2));
  orientOutward(geometry, tubeFaces(count, segments), curve.getPoint(0));
  builder.add(geometry, material);
  for (const [x, y, z, across, other = across] of [points[0], points.at(-1)]) {
    builder.at(ball(segments, 6), material, [x, y, z], [0, 0, 0], [across, Math.min(across, other), other]);
  }
}

function radiiAt(points, part) {
  const along = part * (points.length - 1);
  const index = Math.min(points.length - 2, Math.floor(along));
  const share = along - index;
  const eased = share * share * (3 - 2 * share);
  const [, , , fromAcross, fromOther = fromAcross] = points[index];
  const [, , , toAcross, toOther = toAcross] = points[index + 1];
  return [fromAcross + (toAcross - fromAcross) * eased, fromOther + (toOther - fromOther) * eased];
}

function ringAt(curve, part, [across, other], segments) {
  const centre = curve.getPoint(part);
  const tangent = curve.getTangent(part);
  const side = new THREE.Vector3(1, 0, 0).addScaledVector(tangent, -tangent.x);
  if (side.lengthSq() < 0.05) side.set(0, 0, 1).addScaledVector(tangent, -tangent.z);
  side.normalize();
  const third = new THREE.Vector3().crossVectors(side, tangent).normalize();
  const positions = [];
  const uvs = [];
  for (let index = 0; index <= segments; index++) {
    const angle = (index / segments) * Math.PI * 2;
    const point = centre.clone().addScaledVector(side, Math.cos(angle) * across).addScaledVector(third, Math.sin(angle) * other);
    positions.push(point.x, point.y, point.z);
    uvs.push(index / segments, part);
  }
  return { positions, uvs };
}

function tubeFaces(rings, segments) {
  const faces = [];
  for (let ring = 0; ring < rings; ring++) {
    for (let index = 0; index < segments; index++) {
      const here = ring * (segments + 1) + index;
      const next = here + segments + 1;
      faces.push(here, next, here + 1, here + 1, next, next + 1);
    }
  }
  return faces;
}

/** Which way the faces look depends on the curve's direction; they must look outward to be lit. */
function orientOutward(geometry, faces, start) {
  geometry.setIndex(faces);
  geometry.computeVertexNormals();
  const outward = new THREE.Vector3().fromBufferAttribute(geometry.attributes.position, 0).sub(start);
  const normal = new THREE.Vector3().fromBufferAttribute(geometry.attributes.normal, 0);
  if (normal.dot(outward) >= 0) return;
  for (let index = 0; index < faces.length; index += 3) [faces[index], faces[index + 1]] = [faces[index + 1], faces[index]];
  geometry.setIndex(faces);
  geometry.computeVertexNormals();
}
