// Everything that never moves: road, markings, pavements, houses, trees and the signal head.
import * as THREE from 'three';
import { addHouses } from './houses.js';
import { addMarkings } from './markings.js';
import { addRoadSurface } from './road-surface.js';
import { addPavements } from './pavement.js';
import { addSignalHead } from './signal-head.js';
import { addTrees } from './trees.js';

/** Light from all around that even shaded surfaces get. */
export const AMBIENT = 0.8;

export function buildWorld(description, random) {
  const group = new THREE.Group();
  const extent = junctionExtent(description.road);
  const matte = matteMaterials();
  addRoadSurface(group, extent, description.road.lanes, random, matte);
  addMarkings(group, extent, description.road.lanes, random, matte);
  addPavements(group, extent, random, matte);
  addHouses(group, extent, random, matte);
  addTrees(group, extent, random, matte);
  const signal = addSignalHead(group, description.signal.head_m, matte);
  return { group, signal };
}

/** x: left edge of the opposite carriageway, centre line, right edge. z: stop line, near and far edge of the cross road. */
function junctionExtent(road) {
  const right = road.half_width_m;
  const near = road.stop_z_m - 6.5;
  return { right, centre: -right, left: -right - road.opposite_width_m, stop: road.stop_z_m, near, far: near - road.cross_width_m };
}

/** Lambert with constant ambient light: half the cost of a physical material and no less believable on matte things. */
function matteMaterials() {
  const white = new THREE.DataTexture(new Uint8Array([255, 255, 255, 255]), 1, 1);
  white.needsUpdate = true;
  return (options) => new THREE.MeshLambertMaterial({ ...options, lightMap: white, lightMapIntensity: AMBIENT });
}
