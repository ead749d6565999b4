// One vehicle on the stage: its meshes, plate and contact shadow, posed anew for every frame.
import * as THREE from 'three';
import { drawPlate, PLATE_MM } from './plate.js';
import { seededRandom, seedOf } from './random.js';
import { paintedTexture } from './texture.js';
import { busShape } from './bus.js';
import { carShape } from './car.js';
import { addLamps, poseLamps } from './lamps.js';
import { motorcycleShape } from './motorcycle.js';
import { truckShape } from './truck.js';

/** Local frame: metres, x to the right, y up, the front towards -z, origin on the ground below the middle. */
export function buildVehicle(description, materialOf, light = { night: false }) {
  const shape = shapeOf(description, false);
  const root = new THREE.Group();
  const body = shape.builder.build(materialOf);
  const riders = { moving: shape.people?.build(materialOf), standing: undefined };
  if (description.kind === 'motorcycle') riders.standing = shapeOf(description, true).people.build(materialOf);
  const plates = [plateMesh(description, shape.plate, light)];
  if (FRONT_PLATE_Y_M[description.kind]) plates.push(plateMesh(description, frontPlate(description, shape), light));
  root.add(body, ...plates, contactShadow(description.kind, shape));
  for (const rider of Object.values(riders)) if (rider) root.add(rider);
  if (shape.words) root.add(wordsMesh(shape.words));
  const halo = light.night ? addLamps(root, description.kind, shape.length) : null;
  return { description, root, body, riders, plates, halo, vertices: new Map() };
}

/** Motorcycles have none. */
const FRONT_PLATE_Y_M = { car: 0.47, bus: 0.5, truck: 0.52 };
/** Bumpers bulge so far beyond the length. */
const BULGE_M = { car: 0.175, bus: 0.13, truck: 0.13 };
const frontPlate = ({ kind }, { length }) => ({ place: [0, FRONT_PLATE_Y_M[kind], -length / 2 - BULGE_M[kind]], tilt: 0, front: true });

/** Frees what the graphics memory holds of it. */
export function dropVehicle({ root, plates }) {
  for (const { material } of plates) material.map.dispose();
  root.traverse((part) => part.geometry?.dispose());
}

/** `standing`: a motorcycle's rider has a foot on the ground. */
function shapeOf({ kind, look, plate }, standing) {
  switch (kind) {
    case 'car':
      return carShape(look, plate.layout);
    case 'bus':
      return busShape(look);
    case 'truck':
      return truckShape(look);
    case 'motorcycle':
      return motorcycleShape(look, standing);
    default:
      throw new Error(`expected a car, bus, truck or motorcycle, got ${kind}`);
  }
}

export function poseVehicle(vehicle, pose, materialOf, camera = null) {
  const { root, riders } = vehicle;
  root.visible = true;
  root.position.set(pose.x_m, 0, pose.z_m);
  root.rotation.y = (-pose.heading_deg * Math.PI) / 180;
  const standing = pose.speed_ms < 0.4;
  if (riders.moving) riders.moving.visible = !standing;
  if (riders.standing) riders.standing.visible = standing;
  for (const mesh of vehicle.body.children) {
    if (mesh.userData.material === 'tail') mesh.material = materialOf(pose.braking ? 'tailOn' : 'tail');
  }
  root.updateMatrixWorld(true);
  if (camera !== null) poseLamps(vehicle, camera);
}

function plateMesh(description, place, { night }) {
  const [width, height] = PLATE_MM[description.plate.layout];
  const map = new THREE.CanvasTexture(drawPlate(description.plate, seededRandom(seedOf(description.id))));
  map.colorSpace = THREE.SRGBColorSpace;
  map.anisotropy = 4;
  // By night a lamp of its own lights the plate.
  const material = new THREE.MeshLambertMaterial(night ? { map, emissive: '#ffffff', emissiveMap: map, emissiveIntensity: 0.35 } : { map });
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(width / 1000, height / 1000), material);
  mesh.position.set(...place.place);
  mesh.rotation.x = place.tilt;
  if (place.front) mesh.rotation.y = Math.PI;
  mesh.translateZ(0.012);
  mesh.receiveShadow = true;
  return mesh;
}

/** White words on the vehicle, such as a bus's route. */
function wordsMesh({ text, place, width, height }) {
  const map = paintedTexture(768, 72, (context) => {
    context.fillStyle = '#fff';
    context.font = '700 60px "PlateFont"';
    context.textAlign = 'center';
    context.fillText(text, 384, 57, 760);
  });
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(width, height), new THREE.MeshLambertMaterial({ map, transparent: true }));
  mesh.position.set(...place);
  return mesh;
}

let contactMaterials = null;

/** A soft dark patch under the vehicle, where neither sun nor sky light comes. */
function contactShadow(kind, { width, length }) {
  contactMaterials ??= { wide: contactMaterial(1), narrow: contactMaterial(0.5) };
  const narrow = kind === 'motorcycle';
  const geometry = new THREE.PlaneGeometry(width * (narrow ? 0.9 : 1.35), length * 1.16);
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
