// Everything that never moves: road, markings, pavements, houses, trees and the signal head.
import * as THREE from 'three';
import { addHouses } from './houses.js';
import { addMarkings } from './markings.js';
import { addRoadSurface } from './road-surface.js';
import { addPavements } from './pavement.js';
import { addSignalHead } from './signal-head.js';
import { addTrees } from './trees.js';

export function buildWorld(description, random) {
  const group = new THREE.Group();
  const extent = junctionExtent(description);
  const matte = matteMaterials(description.light);
  addRoadSurface(group, extent, description.road.lanes, random, matte);
  addMarkings(group, extent, description.road, random, matte);
  addPavements(group, extent, random, matte);
  addHouses(group, extent, random, matte);
  addTrees(group, extent, random, matte);
  const signal = description.signal === null ? null : addSignalHead(group, description.signal.head_m, extent.facing, matte);
  return { group, signal, extent };
}

/** x: left edge of the opposite carriageway, centre line, right edge. z: stop line, near and far edge of the cross road. */
function junctionExtent({ road, camera }) {
  const right = road.half_width_m;
  const near = road.stop_z_m - 6.5;
  const far = near - road.cross_width_m;
  const [, , eye] = camera.position_m;
  return { right, centre: -right, left: -right - road.opposite_width_m, stop: road.stop_z_m, near, far, junction: road.layout === 'junction', facing: eye < camera.target_m[2] };
}

/** Lambert with constant ambient light: half the cost of a physical material and no less believable on matte things. */
function matteMaterials({ ambient }) {
  const white = new THREE.DataTexture(new Uint8Array([255, 255, 255, 255]), 1, 1);
  white.needsUpdate = true;
  return (options) => new THREE.MeshLambertMaterial({ ...options, lightMap: white, lightMapIntensity: ambient });
}
