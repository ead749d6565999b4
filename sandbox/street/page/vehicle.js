// One vehicle on the stage: its meshes, plate and contact shadow, posed anew for every frame.
import * as THREE from 'three';
import { drawPlate, PLATE_MM } from './plate.js';
import { seededRandom, seedOf } from './random.js';
import { MAKERS } from './vehicles.js';

const PLATE_KIND = { long: 'car1', short: 'car2', motorcycle: 'moto' };

/** Builds the vehicle of a scene description. */
export function buildVehicle(description, materialOf) {
  const moving = shape(description, false);
  const root = new THREE.Group();
  const body = moving.b.build(materialOf);
  root.add(body);
  const riders = { moving: moving.rb?.build(materialOf), standing: undefined };
  if (description.kind === 'motorcycle') riders.standing = shape(description, true).rb.build(materialOf);
  for (const rider of Object.values(riders)) if (rider) root.add(rider);
  const plate = plateMesh(description, moving.plate);
  root.add(plate, contactShadow(description.kind, moving));
  return { description, root, body, riders, plate, vertices: new Map() };
}

/** `standing`: the rider has a foot on the ground. */
function shape({ kind, look, plate }, standing) {
  const rider = look.rider && { ...look.rider, down: -1 };
  const specification = {
    ...look,
    rider,
    color2: look.secondColor,
    box: look.deliveryBox,
    plateKind: PLATE_KIND[plate.layout],
    stopped: standing,
  };
  if (kind === 'truck') Object.assign(specification, { body: look.body === 'box' ? undefined : look.body, seed: 7 });
  return MAKERS[kind](specification);
}

export function poseVehicle(vehicle, pose, materialOf) {
  const { root, riders } = vehicle;
  root.visible = true;
  root.position.set(pose.x_m, 0, pose.z_m);
  root.rotation.y = (-pose.heading_deg * Math.PI) / 180;
  const standing = pose.speed_ms < 0.4;
  if (riders.moving) riders.moving.visible = !standing;
  if (riders.standing) riders.standing.visible = standing;
  for (const mesh of vehicle.body.children) {
    const { mat } = mesh.userData;
    if (mat === 'tail' || mat === 'tailOn') mesh.material = materialOf(pose.braking ? 'tailOn' : 'tail');
  }
  root.updateMatrixWorld(true);
}

function plateMesh(description, place) {
  const [width, height] = PLATE_MM[description.plate.layout];
  const map = new THREE.CanvasTexture(drawPlate(description.plate, seededRandom(seedOf(description.id))));
  map.colorSpace = THREE.SRGBColorSpace;
  map.anisotropy = 4;
  const material = new THREE.MeshLambertMaterial({ map });
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(width / 1000, height / 1000), material);
  mesh.position.set(...place.pos);
  mesh.rotation.x = place.tilt;
  mesh.translateZ(0.012);
  mesh.receiveShadow = true;
  return mesh;
}

let contactMaterials = null;

/** A soft dark patch under the vehicle, where neither sun nor sky light comes. */
function contactShadow(kind, { wid, len }) {
  contactMaterials ??= { wide: contactMaterial(1), narrow: contactMaterial(0.5) };
  const narrow = kind === 'motorcycle';
  const geometry = new THREE.PlaneGeometry(wid * (narrow ? 0.9 : 1.35), len * 1.16);
  const mesh = new THREE.Mesh(geometry, narrow ? contactMaterials.narrow : contactMaterials.wide);
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.y = 0.03;
  mesh.renderOrder = 3;
  return mesh;
}

function contactMaterial(opacity) {
  const size = 128;
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const context = canvas.getContext('2d');
  const image = context.createImageData(size, size);
  const fall = (offset) => Math.min(1, Math.max(0, (1 - offset) / 0.45));
  for (let index = 0; index < size * size; index++) {
    const x = Math.abs((index % size) - 63.5) / 63.5;
    const y = Math.abs(Math.floor(index / size) - 63.5) / 63.5;
    image.data[index * 4 + 3] = 175 * (fall(x) * fall(y)) ** 1.3;
  }
  context.putImageData(image, 0, 0);
  return new THREE.MeshBasicMaterial({ map: new THREE.CanvasTexture(canvas), transparent: true, depthWrite: false, opacity });
}
