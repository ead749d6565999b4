// Rows of Vietnamese tube houses with shop signs along both streets.
import * as THREE from 'three';
import { roundBox } from './solids.js';
import { paintedTexture } from './texture.js';

const SIGNS = [
  'PHỞ BÒ', 'NHÀ THUỐC', 'CÀ PHÊ', 'ĐIỆN MÁY', 'THỜI TRANG', 'TẠP HÓA',
  'BÁNH MÌ', 'SỬA XE', 'KHÁCH SẠN', 'CƠM TẤM', 'TRÀ SỮA', 'NHA KHOA',
];
const WALLS = ['#d9cba8', '#c9d3cf', '#e1d6c6', '#b8c4cf', '#d8b79b', '#cfd4b8', '#e5e2da', '#c7b5a7', '#a9b7b0'];
const SIGN_COLOURS = ['#b3201f', '#134f9a', '#0e7a3f', '#e0a010', '#5b2a86', '#d6541c'];
const AWNINGS = ['#a33', '#2b5c9e', '#3a7d4f', '#c9c3b2'];
const FLOOR_M = 3.3;
const HOUSE_DEPTH_M = 12;
const PIXELS_PER_M = 56;
/** From the kerb to the middle of a house. */
const SETBACK_M = 11.2;

export function addHouses(group, extent, random, matte) {
  const street = { group, random, matte };
  const { left, right, near, far, junction, facing } = extent;
  const alongStreet = (fromZ, toZ, lowest, highest) => {
    for (const [x, facing] of [[right + SETBACK_M, -Math.PI / 2], [left - SETBACK_M, Math.PI / 2]]) {
      for (let z = fromZ; z > toZ; ) {
        const width = 4 + random() * 2.5;
        addHouse(street, [x, z - width / 2], facing, width - 0.05, between(random, lowest, highest));
        z -= width;
      }
    }
  };
  if (!junction) alongStreet(20, far - 5, 2, 5);
  if (facing) alongStreet(75, near + 5, 2, 5);
  alongStreet(far - 5, -110, 2, 5);
  facingCamera(street, left - 14, right + 18, -122, 3, 7);
  facingCamera(street, right + 14, right + 40, far - 11, 2, 4);
  facingCamera(street, left - 40, left - 14, far - 11, 2, 4);
}

const between = (random, low, high) => low + Math.floor(random() * (high - low + 1));
const pick = (random, choices) => choices[Math.floor(random() * choices.length)];

function facingCamera(street, fromX, toX, z, lowest, highest) {
  for (let x = fromX; x < toX; ) {
    const width = 4.5 + street.random() * 3.5;
    addHouse(street, [x + width / 2, z], 0, width, between(street.random, lowest, highest));
    x += width;
  }
}

function addHouse({ group, random, matte }, [x, z], facing, width, floors) {
  const height = floors * FLOOR_M;
  const side = matte({ color: '#b9b3a6' });
  const front = matte({ map: frontTexture(width, floors, random) });
  const roof = matte({ color: '#8a8479' });
  const house = new THREE.Mesh(new THREE.BoxGeometry(width, height, HOUSE_DEPTH_M), [side, side, roof, roof, front, side]);
  house.position.set(x, height / 2, z);
  house.rotation.y = facing;
  const awning = new THREE.Mesh(roundBox(width * 0.92, 0.06, 1.5, 0.02), matte({ color: pick(random, AWNINGS) }));
  awning.position.set(0, 2.35 - height / 2, 6.7);
  awning.rotation.x = 0.22;
  house.castShadow = house.receiveShadow = awning.castShadow = true;
  house.add(awning);
  group.add(house);
}

function frontTexture(width, floors, random) {
  const paint = (context, canvasWidth, canvasHeight) => {
    context.scale(PIXELS_PER_M, PIXELS_PER_M);
    context.fillStyle = pick(random, WALLS);
    context.fillRect(0, 0, width, floors * FLOOR_M);
    for (let streak = 0; streak < 260; streak++) {
      context.fillStyle = `rgba(60,55,45,${random() * 0.06})`;
      context.fillRect(random() * width, random() * floors * FLOOR_M, 0.04 + random() * 0.14, 0.4 + random() * 2.5);
    }
    paintShop(context, (floors - 1) * FLOOR_M, width, random);
    for (let floor = 0; floor < floors - 1; floor++) paintStorey(context, floor * FLOOR_M, width);
    return [canvasWidth, canvasHeight];
  };
  return paintedTexture(Math.round(width * PIXELS_PER_M), Math.round(floors * FLOOR_M * PIXELS_PER_M), paint);
}

function paintShop(context, top, width, random) {
  const inside = context.createLinearGradient(0, top + 1.2, 0, top + 3.3);
  inside.addColorStop(0, '#15130f');
  inside.addColorStop(1, '#5c5347');
  context.fillStyle = inside;
  context.fillRect(0.3, top + 1.2, width - 0.6, 2.1);
  for (let goods = 0; goods < 14; goods++) {
    context.fillStyle = `hsl(${random() * 360},${25 + random() * 40}%,${25 + random() * 35}%)`;
    context.fillRect(0.5 + random() * (width - 1.4), top + 1.6 + random() * 1.3, 0.2 + random() * 0.5, 0.2 + random() * 0.5);
  }
  context.fillStyle = pick(random, SIGN_COLOURS);
  context.fillRect(0.1, top + 0.25, width - 0.2, 0.85);
  context.fillStyle = '#fff6d8';
  context.font = '700 0.6px "PlateFont", sans-serif';
  context.textAlign = 'center';
  context.fillText(pick(random, SIGNS), width / 2, top + 0.88);
}

function paintStorey(context, top, width) {
  const windows = Math.max(1, Math.round(width / 2.2));
  for (let index = 0; index < windows; index++) {
    const middle = ((index + 0.5) * width) / windows;
    context.fillStyle = '#8d8577';
    context.fillRect(middle - 0.66, top + 0.64, 1.32, 1.82);
    const pane = context.createLinearGradient(0, top + 0.7, 0, top + 2.4);
    pane.addColorStop(0, '#6b7c88');
    pane.addColorStop(0.5, '#2c363d');
    pane.addColorStop(1, '#1d2327');
    context.fillStyle = pane;
    context.fillRect(middle - 0.6, top + 0.7, 1.2, 1.7);
    context.fillStyle = '#c9c5bb';
    context.fillRect(middle - 0.03, top + 0.7, 0.06, 1.7);
  }
  context.fillStyle = 'rgba(30,30,30,.75)';
  for (let bar = 0; bar < width; bar += 0.16) context.fillRect(bar, top + 1.9, 0.03, 0.9);
  context.fillRect(0, top + 1.9, width, 0.05);
  context.fillStyle = 'rgba(0,0,0,.25)';
  context.fillRect(0, top + 3.2, width, 0.12);
}
