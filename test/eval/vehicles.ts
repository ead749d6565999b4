// Detection on held-out street frames: AP50 of ours and of YOLOX-nano, whole frame in one look, and time side by side.
import type { Box } from '../../domain/geometry.ts';
import { height } from '../../domain/geometry.ts';
import { VEHICLE_KINDS } from '../../domain/vehicle.ts';
import type { OpenModel, VehicleModel } from '../../models/manifest.ts';
import type { Session } from '../../models/session.ts';
import { createDetect } from '../../models/vehicles.ts';
import { hits, isSpared, match, type Find, type Judged } from './average-precision.ts';
import { ANSWER_NAMES, ANSWERS, CLASSES, type Answer, type AnswerName, type VehicleClass } from './checked.ts';
import { asFrame, boxMark, type Tile } from './pictures.ts';
import { streetFrames, type StreetFrame } from './sets.ts';
import { cpuMs, type Table } from './table.ts';
import { checkedTable, countSources, labelsTable, type Measured } from './vehicles-table.ts';

const GROUPS: Readonly<Record<VehicleClass, readonly string[]>> = { car: ['car', 'bus', 'truck'], motorcycle: ['motorcycle'] };
/** Heights in pixels of the frame. */
const SIZES: readonly (readonly [string, number, number])[] = [['height < 24 px', 0, 24], ['height 24–64 px', 24, 64], ['height ≥ 64 px', 64, Infinity]];

/** Scores from which the curve is drawn, and from which a detector is used. */
const LEAST_SCORE = 0.01;
const USED_SCORE = 0.1;

type Mistake = { readonly cost: number; readonly tile: Tile };
type Looked = Measured & { readonly worst: Record<AnswerName, Mistake[]> };

export async function measureVehicles(ours: OpenModel<VehicleModel>, yardstick: OpenModel<VehicleModel> | null): Promise<readonly { readonly table: Table; readonly worst: readonly Tile[] }[]> {
  const models = [ours, ...(yardstick === null ? [] : [yardstick])].map((model) => ({ model, ...blank() }));
  const counts = countSources();
  for await (const frame of streetFrames()) {
    counts.add(frame.checked);
    for (const { model, ...into } of models) await look(model, frame, into);
  }
  const [mine, theirs] = models;
  if (mine === undefined) throw new Error('no model to measure');
  const worst = (answer: AnswerName): readonly Tile[] => mine.worst[answer].toSorted((a, b) => b.cost - a.cost).slice(0, 20).map(({ tile }) => tile);
  return [
    { table: labelsTable(mine, theirs), worst: worst('labels') },
    { table: checkedTable(mine, theirs, counts), worst: worst('checked') },
  ];
}

const blank = (): Looked => ({ scores: new Map(), ms: [], networkMs: [], worst: { labels: [], checked: [], labelled: [] } });

async function look({ entry, session, ref }: OpenModel<VehicleModel>, frame: StreetFrame, into: Looked): Promise<void> {
  const all: Box = { x1: 0, y1: 0, x2: frame.picture.widthPx, y2: frame.picture.heightPx };
  const regions = [{ box: all, inputPx: Math.max(entry.input.width, entry.input.height) }];
  const found = await createDetect({ entry: { ...entry, min_score: LEAST_SCORE }, session, ref }, regions)(asFrame(frame.picture));
  // the many weak boxes of the curve's end are no part of the product's time
  const asUsed = createDetect({ entry: { ...entry, min_score: Math.max(entry.min_score, USED_SCORE) }, session: timed(session, into.networkMs), ref }, regions);
  into.ms.push((await cpuMs(async () => asUsed(asFrame(frame.picture)))).ms);
  for (const name of CLASSES) {
    const finds: Find[] = [];
    for (let i = 0; i < found.count; i += 1) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = found.xyxy.subarray(i * 4, i * 4 + 4);
      if (GROUPS[name].includes(VEHICLE_KINDS[found.kind[i] ?? -1] ?? '')) finds.push({ box: { x1, y1, x2, y2 }, score: found.score[i] ?? 0 });
    }
    for (const answer of ANSWER_NAMES) judge(frame, name, finds, answer, into);
  }
}

/** The same session, that notes what each run of the network takes. */
const timed = (session: Session, runs: number[]): Session => ({
  ...session,
  run: async (inputs) => {
    const { value, ms } = await cpuMs(async () => session.run(inputs));
    runs.push(ms);
    return value;
  },
});

function judge(frame: StreetFrame, name: VehicleClass, finds: readonly Find[], by: AnswerName, into: Looked): void {
  const { truth, spared } = ANSWERS[by](frame, name);
  for (const slice of ['all', frame.role, frame.light, frame.camera]) add(into, `${by}/${slice}/${name}`, match(finds, truth, () => true, spared), truth.length);
  for (const [slice, low, high] of SIZES) {
    const counts = (box: Box): boolean => height(box) >= low && height(box) < high;
    add(into, `${by}/${slice}/${name}`, match(finds, truth, counts, spared), truth.filter(counts).length);
  }
  into.worst[by].push(...mistakes(frame, name, finds, { truth, spared }));
}

function add({ scores }: Measured, key: string, judged: readonly Judged[], total: number): void {
  const score = scores.get(key) ?? { judged: [], total: 0 };
  score.judged.push(...judged);
  score.total += total;
  scores.set(key, score);
}

/** Large vehicles that were not found and sure finds where none is: what costs most. */
function mistakes({ picture, name: file }: StreetFrame, name: VehicleClass, finds: readonly Find[], { truth, spared }: Answer): readonly Mistake[] {
  const marks = [...truth.map((box) => boxMark(box, '#0f0')), ...finds.filter(({ score }) => score > 0.3).map(({ box }) => boxMark(box, '#f33'))];
  const around = ({ x1, y1, x2, y2 }: Box): Box => ({ x1: x1 - 60, y1: y1 - 45, x2: x2 + 60, y2: y2 + 45 });
  const sure = finds.filter(({ score }) => score > 0.2).map(({ box }) => box);
  const missed = truth.filter((box) => !hits(box, sure)).map((box) => ({ cost: height(box) / picture.heightPx, tile: { picture, part: around(box), marks, text: `missed ${name} ${file.slice(0, 9)}` } }));
  const false_ = finds.filter(({ score, box }) => score > 0.5 && !hits(box, truth) && !isSpared(box, spared)).map(({ score, box }) => ({ cost: score / 3, tile: { picture, part: around(box), marks, text: `${name} ${score.toFixed(2)} unlabelled ${file.slice(0, 9)}` } }));
  return [...missed, ...false_];
}
