// Boxes that a detector proposes, and what is dropped or joined before they are detections.
import { area, height, intersectionArea, iou, width, type Box } from '../domain/geometry.ts';
import type { Detections } from '../domain/sighting.ts';
import { familyOf, VEHICLE_KINDS, type VehicleKind } from '../domain/vehicle.ts';

/** `cut`: the box ends at a tile's inner border, so part of the vehicle may be missing. */
export type Candidate = { readonly box: Box; readonly score: number; readonly kind: VehicleKind; readonly cut: boolean };

/** A car seen as both car and truck is one vehicle; two riders of one machine are not rivals of a car behind them. */
const rivals = (a: VehicleKind, b: VehicleKind): boolean => familyOf(a) === familyOf(b);
/** From here on two boxes are the same thing, whatever the detector calls it. */
const SAME_IOU = 0.75;
/** A box that lies this far within a surer one of its family is a part of it: a rider without wheels, a bonnet. */
const PART = 0.85;

/** Share of the smaller box that lies in the other. */
const covered = (a: Box, b: Box): number => intersectionArea(a, b) / Math.max(1, Math.min(area(a), area(b)));

/** Greedy non-maximum suppression among rivals; a cut box yields to any whole one that covers most of it. */
export function suppress(candidates: readonly Candidate[], most: number): readonly Candidate[] {
  const order = [...candidates].sort((a, b) => Number(a.cut) - Number(b.cut) || b.score - a.score);
  const kept: Candidate[] = [];
  for (const candidate of order) {
    if (!kept.some((other) => beats(other, candidate, most))) kept.push(candidate);
  }
  return kept;
}

function beats(other: Candidate, candidate: Candidate, most: number): boolean {
  if (candidate.kind === 'person' || other.kind === 'person') return other.kind === candidate.kind && iou(other.box, candidate.box) > most;
  if (!rivals(other.kind, candidate.kind)) return iou(other.box, candidate.box) > SAME_IOU;
  return iou(other.box, candidate.box) > most || covered(other.box, candidate.box) > (candidate.cut ? 0.6 : PART);
}

/** Makes one motorcycle of a machine and its riders. `separate`: the machine's box lacks its rider and grows to hold him. */
export function joinRiders(candidates: readonly Candidate[], riders: 'included' | 'separate'): readonly Candidate[] {
  const machines = candidates.filter(({ kind }) => familyOf(kind) === 'two').map((machine) => ({ ...machine }));
  const people = candidates.filter(({ kind }) => kind === 'person');
  const onFoot = people.filter((person) => {
    const seat = machines.map((machine) => ({ machine, fit: rides(person.box, machine.box) })).sort((a, b) => b.fit - a.fit)[0];
    if (seat === undefined || seat.fit <= 0) return true;
    if (riders === 'separate') seat.machine.box = union(seat.machine.box, person.box);
    return false;
  });
  return [...candidates.filter(({ kind }) => familyOf(kind) === 'four'), ...machines, ...onFoot];
}

/** > 0 where a person sits on the machine: above its wheels, mostly within its width, body overlapping. */
function rides(person: Box, machine: Box): number {
  const middle = (person.x1 + person.x2) / 2;
  const slack = 0.15 * width(machine);
  const seated = middle > machine.x1 - slack && middle < machine.x2 + slack && person.y2 < machine.y2 + 0.12 * height(person);
  const raised = person.y2 > machine.y1 + 0.15 * height(machine);
  return seated && raised ? intersectionArea(person, machine) / Math.max(1, Math.min(area(person), area(machine))) - 0.15 : 0;
}

const union = (a: Box, b: Box): Box => ({ x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1), x2: Math.max(a.x2, b.x2), y2: Math.max(a.y2, b.y2) });

/** Objects to the struct of arrays that the pipeline takes. */
export function pack(candidates: readonly Candidate[]): Detections {
  const count = candidates.length;
  const packed = { count, xyxy: new Float32Array(count * 4), score: new Float32Array(count), kind: new Uint8Array(count) };
  candidates.forEach(({ box, score, kind }, i) => {
    packed.xyxy.set([box.x1, box.y1, box.x2, box.y2], i * 4);
    packed.score[i] = score;
    packed.kind[i] = VEHICLE_KINDS.indexOf(kind);
  });
  return packed;
}
