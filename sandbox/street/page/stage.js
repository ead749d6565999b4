// The stage: renderer, camera, world and vehicles of one scene; draws the world once and each vehicle by itself.
import * as THREE from 'three';
import { paintBackdrop } from './backdrop.js';
import { addDaylight, addHazeBackground, addStreetLamps, aimSun, paintedSurroundings } from './light.js';
import { materialsBySeed } from './material.js';
import { headBox, plateQuad, projector, vehicleBox } from './projection.js';
import { seededRandom } from './random.js';
import { buildVehicle, dropVehicle, poseVehicle } from './vehicle.js';
import { buildWorld } from './world.js';

const SIGNAL_STATES = ['red', 'amber', 'green'];
/** A sprite may reach this far beyond the frame: what is outside now may come into view before it is drawn anew. */
const BEYOND_PX = 300;
/** Shadow map about one vehicle. */
const SPRITE_SUN = { left: -8, right: 8, top: 8, bottom: -8, size: 1024 };

/** Everything needed to draw vehicles. */
export function setStage(description) {
  const random = seededRandom(description.seed);
  const renderer = createRenderer(description);
  const stage = measuringStage(description, materialsBySeed(random, paintedSurroundings(renderer, seededRandom(5)), description.light));
  const backdrop = paintedWorld(description, renderer, stage.camera, random);
  const sun = addDaylight(stage.scene, description.light, description.road.stop_z_m, SPRITE_SUN);
  const catcher = shadowCatcher();
  stage.scene.add(new THREE.AmbientLight('#ffffff', description.light.ambient), catcher);
  return { ...stage, renderer, backdrop, sun, catcher };
}

/** Only what is needed to know where everything is: no picture is made. */
export function measuringStage(description, materialOf = () => new THREE.Material()) {
  const camera = createCamera(description);
  const view = projector(camera, description.width, description.height);
  return { description, camera, view, materialOf, scene: new THREE.Scene(), vehicles: new Map() };
}

/** Where every vehicle in view is. */
export function measureFrame(stage, { poses }) {
  const seen = [];
  for (const pose of poses) {
    const vehicle = vehicleOf(stage, pose.id);
    poseVehicle(vehicle, pose, stage.materialOf);
    const box = vehicleBox(vehicle, stage.view);
    if (box !== null) seen.push({ id: pose.id, box, plate: plateQuad(vehicle, stage.view) });
  }
  return seen;
}

/**
 * Draws one vehicle alone into the rectangle [x, y, width, height] of the frame: its pixels (RGBA, premultiplied, bottom
 * row first), and one byte a pixel for how much of the sun it takes from the road, none where no sun shines.
 */
export function drawSprite(stage, { pose, rect }) {
  const { renderer, scene, camera, description, sun, catcher } = stage;
  const [x, y, width, height] = rect;
  for (const other of stage.vehicles.values()) other.root.visible = false;
  const vehicle = vehicleOf(stage, pose.id);
  poseVehicle(vehicle, pose, stage.materialOf, camera);
  aimSun(sun, description.light, pose);
  camera.setViewOffset(description.width, description.height, x, y, width, height);
  renderer.setViewport(0, 0, width, height);
  renderer.setScissor(0, 0, width, height);
  renderer.setScissorTest(true);
  renderer.shadowMap.autoUpdate = true;
  catcher.visible = false;
  const colours = readFrame(stage, width, height);
  let shadow = new Uint8Array(0);
  if (sun.intensity > 0) {
    renderer.shadowMap.autoUpdate = false;
    vehicle.root.visible = false;
    catcher.visible = true;
    const drawn = readFrame(stage, width, height);
    shadow = new Uint8Array(width * height).map((_, index) => drawn[index * 4 + 3]);
  }
  camera.clearViewOffset();
  const sprite = new Uint8Array(colours.length + shadow.length);
  sprite.set(colours);
  sprite.set(shadow, colours.length);
  return sprite;

  function readFrame() {
    renderer.render(scene, camera);
    const gl = renderer.getContext();
    const pixels = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    return pixels;
  }
}

/** The vehicle will not be seen again. */
export function forgetVehicle(stage, id) {
  const vehicle = stage.vehicles.get(id);
  if (vehicle === undefined) return;
  stage.vehicles.delete(id);
  stage.scene.remove(vehicle.root);
  dropVehicle(vehicle);
}

/** Vehicles are built when they first appear. */
function vehicleOf(stage, id) {
  let vehicle = stage.vehicles.get(id);
  if (vehicle === undefined) {
    const described = stage.description.vehicles.find((candidate) => candidate.id === id);
    vehicle = buildVehicle(described, stage.materialOf, stage.description.light);
    stage.vehicles.set(id, vehicle);
    stage.scene.add(vehicle.root);
  }
  return vehicle;
}

function createRenderer({ width, height, light }) {
  const renderer = new THREE.WebGLRenderer({ antialias: false, alpha: true, premultipliedAlpha: true });
  renderer.setSize(width + 2 * BEYOND_PX, height + 2 * BEYOND_PX, false);
  renderer.setClearColor(0, 0);
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

/** The road where a vehicle's shadow falls. */
function shadowCatcher() {
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(300, 300), new THREE.ShadowMaterial({ opacity: 1, fog: false }));
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.y = 0.02;
  mesh.receiveShadow = true;
  return mesh;
}

function paintedWorld(description, renderer, camera, random) {
  const scene = new THREE.Scene();
  const sun = addDaylight(scene, description.light, description.road.stop_z_m);
  addHazeBackground(scene, description.light);
  const world = buildWorld(description, random);
  if (description.light.night) addStreetLamps(scene, world.extent);
  scene.add(world.group);
  scene.updateMatrixWorld(true);
  const { width, height } = description;
  const box = world.signal === null ? null : headBox(world.signal, projector(camera, width, height));
  return paintBackdrop({ renderer, scene, camera, sun, signal: world.signal, headBox: box, width, height }, world.signal === null ? ['red'] : SIGNAL_STATES);
}
