// The stage: renderer, camera, world and vehicles of one scene, and the drawing of its frames.
import * as THREE from 'three';
import { backdropMesh, paintBackdrop, shadowCatcher } from './backdrop.js';
import { addDaylight, addHazeBackground, paintedSurroundings } from './light.js';
import { materialsBySeed } from './material.js';
import { headBox, plateQuad, projector, vehicleBox } from './projection.js';
import { seededRandom } from './random.js';
import { buildVehicle, poseVehicle } from './vehicle.js';
import { addLabel } from './label.js';
import { AMBIENT, buildWorld } from './world.js';

const SIGNAL_STATES = ['red', 'amber', 'green'];

/** Everything needed to draw frames. */
export function setStage(description) {
  const { width, height } = description;
  const random = seededRandom(description.seed);
  const renderer = createRenderer(description);
  const stage = measuringStage(description, materialsBySeed(random, paintedSurroundings(renderer, seededRandom(5))));
  const world = paintedWorld(description, renderer, stage.camera, random);
  const backdrop = backdropMesh(world.backdrop);
  const stopZ = description.road.stop_z_m;
  addDaylight(stage.scene, description.light, stopZ);
  stage.scene.add(new THREE.AmbientLight('#ffffff', AMBIENT));
  stage.scene.add(backdrop.mesh, shadowCatcher(world.backdrop, { width, height, stopZ, right: description.road.half_width_m }));
  addLabel(stage.scene, width, height);
  return { ...stage, renderer, backdrop };
}

/** Only what is needed to know where everything is: no picture is made. */
export function measuringStage(description, materialOf = () => new THREE.Material()) {
  const camera = createCamera(description);
  const view = projector(camera, description.width, description.height);
  return { description, camera, view, materialOf, scene: new THREE.Scene(), vehicles: new Map() };
}

/** Where every vehicle in view is; poses the vehicles for drawing. */
export function measureFrame(stage, { poses }) {
  for (const vehicle of stage.vehicles.values()) vehicle.root.visible = false;
  const seen = [];
  for (const pose of poses) {
    const vehicle = vehicleOf(stage, pose.id);
    poseVehicle(vehicle, pose, stage.materialOf);
    const box = vehicleBox(vehicle, stage.view);
    if (box !== null) seen.push({ id: pose.id, box, plate: plateQuad(vehicle, stage.view) });
  }
  return seen;
}

/** Draws one frame and returns its pixels (RGBA, bottom row first) and where everything is. */
export function drawFrame(stage, moment) {
  const { renderer, scene, camera, description } = stage;
  stage.backdrop.show(moment.colour);
  const seen = measureFrame(stage, moment);
  renderer.render(scene, camera);
  const gl = renderer.getContext();
  const pixels = new Uint8Array(description.width * description.height * 4);
  gl.readPixels(0, 0, description.width, description.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return { pixels, seen };
}

/** Vehicles are built when they first appear. */
function vehicleOf(stage, id) {
  let vehicle = stage.vehicles.get(id);
  if (vehicle === undefined) {
    const described = stage.description.vehicles.find((candidate) => candidate.id === id);
    vehicle = buildVehicle(described, stage.materialOf);
    stage.vehicles.set(id, vehicle);
    stage.scene.add(vehicle.root);
  }
  return vehicle;
}

function createRenderer({ width, height, light }) {
  const renderer = new THREE.WebGLRenderer({ antialias: false });
  renderer.setSize(width, height, false);
  renderer.toneMapping = THREE.ACESFilmicToneMapping;
  renderer.toneMappingExposure = light.exposure;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = THREE.BasicShadowMap;
  return renderer;
}

function createCamera({ camera: { position_m, target_m, vertical_fov_deg }, width, height }) {
  const camera = new THREE.PerspectiveCamera(vertical_fov_deg, width / height, 2, 300);
  camera.position.set(...position_m);
  camera.lookAt(...target_m);
  camera.updateMatrixWorld(true);
  return camera;
}

function paintedWorld(description, renderer, camera, random) {
  const scene = new THREE.Scene();
  const sun = addDaylight(scene, description.light, description.road.stop_z_m);
  addHazeBackground(scene);
  const world = buildWorld(description, random);
  scene.add(world.group);
  scene.updateMatrixWorld(true);
  const { width, height } = description;
  const box = headBox(world.signal, projector(camera, width, height));
  const backdrop = paintBackdrop({ renderer, scene, camera, sun, signal: world.signal, headBox: box, width, height }, SIGNAL_STATES);
  return { backdrop };
}
