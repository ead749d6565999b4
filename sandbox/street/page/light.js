// Sun, sky and what shiny surfaces reflect.
import * as THREE from 'three';
import { paintedTexture } from './texture.js';

/** Adds sun and sky to a scene. The shadow map covers the road about the stop line. */
export function addDaylight(scene, light, stopZ, reach = { left: -15, right: 15, top: 30, bottom: -26, size: 2048 }) {
  const sun = new THREE.DirectionalLight(light.sun_colour, light.sun);
  const target = new THREE.Vector3(0, 0, stopZ - 10);
  sun.target.position.copy(target);
  sun.position.copy(target).addScaledVector(new THREE.Vector3(...light.sun_direction).normalize(), 60);
  sun.castShadow = true;
  const { size, ...bounds } = reach;
  sun.shadow.mapSize.set(size, size);
  Object.assign(sun.shadow.camera, { ...bounds, near: 5, far: 120 });
  sun.shadow.camera.updateProjectionMatrix();
  sun.shadow.bias = -0.0004;
  sun.shadow.normalBias = 0.03;
  scene.add(sun, sun.target, new THREE.HemisphereLight('#cfe0ee', '#6b6459', light.sky));
  scene.fog = new THREE.Fog(light.haze, ...light.haze_m);
  return sun;
}

export function addHazeBackground(scene, light) {
  scene.background = new THREE.Color(light.haze);
}

/** Street lamps on both sides, drawn into the backdrop once. */
export function addStreetLamps(scene, { left, right, stop }) {
  for (const [index, ahead] of [14, -8, -30].entries()) {
    const x = index % 2 === 0 ? right + 0.5 : left - 0.5;
    const lamp = new THREE.SpotLight('#ffd7a0', 260, 45, 1.15, 0.8, 1.7);
    lamp.position.set(x, 8.5, stop + ahead);
    lamp.target.position.set((x + right) / 2, 0, stop + ahead);
    scene.add(lamp, lamp.target);
  }
}

/** The sun's shadow falls sharpest when its map covers one vehicle and no more. */
export function aimSun(sun, light, { x_m, z_m }) {
  sun.target.position.set(x_m, 0, z_m);
  sun.position.copy(sun.target.position).addScaledVector(new THREE.Vector3(...light.sun_direction).normalize(), 60);
  sun.target.updateMatrixWorld();
}

/** A painted sky with a band of house fronts and trees, which paint, glass and chrome reflect. */
export function paintedSurroundings(renderer, random) {
  const surroundings = new THREE.Scene();
  const map = paintedTexture(512, 256, (context, width, height) => paintSurroundings(context, width, height, random));
  surroundings.add(
    new THREE.Mesh(new THREE.SphereGeometry(50, 48, 24), new THREE.MeshBasicMaterial({ map, side: THREE.BackSide })),
  );
  const target = new THREE.WebGLCubeRenderTarget(128, { generateMipmaps: true, minFilter: THREE.LinearMipmapLinearFilter });
  new THREE.CubeCamera(1, 100, target).update(renderer, surroundings);
  return target.texture;
}

function paintSurroundings(context, width, height, random) {
  const gradient = context.createLinearGradient(0, 0, 0, height);
  const stops = { 0: '#9fb9d2', 0.3: '#cfdce6', 0.46: '#eef0ee', 0.5: '#8d8678', 0.52: '#5d5a55', 1: '#4a4947' };
  for (const [at, colour] of Object.entries(stops)) gradient.addColorStop(Number(at), colour);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  for (let house = 0; house < 26; house++) {
    context.fillStyle = `hsl(${25 + random() * 30},${10 + random() * 20}%,${28 + random() * 40}%)`;
    const tall = 8 + random() * 34;
    context.fillRect(house * 20, 129 - tall, 19, tall);
  }
  const blob = (colour, y, rx, ry) => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(random() * width, y, rx, ry, 0, 0, 7);
    context.fill();
  };
  for (let tree = 0; tree < 22; tree++) blob('rgba(52,72,38,.9)', 122, 8 + random() * 10, 8 + random() * 9);
  for (let cloud = 0; cloud < 40; cloud++) {
    blob(`rgba(255,255,255,${random() * 0.14})`, random() * 100, 20 + random() * 50, 5 + random() * 12);
  }
}
