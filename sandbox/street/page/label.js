// The burnt-in words that say the picture is not a photograph.
import * as THREE from 'three';
import { paintedTexture } from './texture.js';

const TEXT = 'HÌNH MÔ PHỎNG / SYNTHETIC';
const WIDTH_PX = 420;
const HEIGHT_PX = 44;
const MARGIN_PX = 16;

/** Top left corner of the frame, in front of everything. */
export function addLabel(scene, width, height) {
  const map = paintedTexture(WIDTH_PX, HEIGHT_PX, (context) => {
    context.fillStyle = 'rgba(0,0,0,.55)';
    context.fillRect(0, 0, WIDTH_PX, HEIGHT_PX);
    context.fillStyle = '#fff';
    context.font = '700 32px "PlateFont"';
    context.textAlign = 'center';
    context.fillText(TEXT, WIDTH_PX / 2, 33);
  });
  const material = new THREE.ShaderMaterial({
    uniforms: { map: { value: map } },
    vertexShader: 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }',
    fragmentShader: 'uniform sampler2D map; varying vec2 at; void main() { gl_FragColor = sRGBTransferOETF(texture2D(map, at)); }',
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  const geometry = new THREE.PlaneGeometry((2 * WIDTH_PX) / width, (2 * HEIGHT_PX) / height);
  geometry.translate(-1 + (WIDTH_PX + 2 * MARGIN_PX) / width, 1 - (HEIGHT_PX + 2 * MARGIN_PX) / height, 0);
  const mesh = new THREE.Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.renderOrder = 10;
  scene.add(mesh);
}
