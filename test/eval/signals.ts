// State of signal heads as the product reads them: right, unknown, wrong, on labelled heads of held-out frames.
import { height, width } from '../../domain/geometry.ts';
import type { SignalColour } from '../../domain/sighting.ts';
import type { OpenModel, SignalModel } from '../../models/manifest.ts';
import { createReadSignals } from '../../models/signals.ts';
import { asFrame, boxMark, type Tile } from './pictures.ts';
import { heads, type Head } from './sets.ts';
import { cpuMs, median, percent, type Table } from './table.ts';

type Case = { readonly head: Head; readonly both: SignalColour; readonly cells: SignalColour; readonly ms: number };

export async function measureSignals(model: OpenModel<SignalModel>): Promise<{ readonly table: Table; readonly worst: readonly Tile[] }> {
  const cases: Case[] = [];
  for await (const head of heads()) {
    const signal = { id: 'head', kind: 'main' as const, lamps: height(head.box) >= width(head.box) ? ('vertical' as const) : ('horizontal' as const), head: [0, 0, 1, 1] as [number, number, number, number], box: head.box };
    const frame = asFrame(head.picture);
    const { value, ms } = await cpuMs(async () => createReadSignals([signal], model)(frame));
    const cells = await createReadSignals([signal], null)(frame);
    cases.push({ head, both: value[0]?.colour ?? 'unknown', cells: cells[0]?.colour ?? 'unknown', ms });
  }
  const worst = cases.filter(({ both, head }) => head.proper && both !== head.state).toSorted((a, b) => Number(a.both === 'unknown') - Number(b.both === 'unknown')).slice(0, 20);
  return { table: table(cases), worst: worst.map(({ head, both }) => ({ picture: head.picture, part: { x1: head.box.x1 - 15, y1: head.box.y1 - 15, x2: head.box.x2 + 15, y2: head.box.y2 + 15 }, marks: [boxMark(head.box, '#f0f')], text: `${head.state} > ${both}` })) };
}

function table(cases: readonly Case[]): Table {
  const share = (part: readonly Case[], of: (one: Case) => SignalColour, kind: 'right' | 'unknown' | 'wrong'): number =>
    part.filter((one) => (of(one) === one.head.state ? 'right' : of(one) === 'unknown' || of(one) === 'dark' ? 'unknown' : 'wrong') === kind).length / part.length;
  const row = (name: string, part: readonly Case[]): string[] => [name, String(part.length), ...[(one: Case) => one.both, (one: Case) => one.cells].flatMap((of) => (['right', 'unknown', 'wrong'] as const).map((kind) => percent(share(part, of, kind))))];
  const lit = cases.filter(({ head }) => head.proper);
  const least = (one: Case): number => Math.min(width(one.head.box), height(one.head.box));
  return {
    title: 'signals',
    about: [
      'Heads of held-out frames (`eval/signals-holdout.txt`), read as the product does: lamp cells and network must not contradict each other, and the network fills in where it is very sure. Asked: 99.5 % right, unknown rather than wrong.',
      'The set also labels countdown digits, lamps that are out and places where nothing is, and many of its pictures are mirrored or upside down, which no camera is: each label was looked at, and `heads` are those where a head or a lamp stands as heads do. Not seen: the cameras of `unseen-camera`; seen: earlier frames of the others. Dark counts as unknown.',
    ],
    columns: ['heads', 'n', 'right', 'unknown', 'wrong', 'cells alone: right', 'unknown', 'wrong'],
    rows: [
      row('all labels as they are', cases), row('heads', lit), ...(['red', 'amber', 'green'] as const).map((state) => row(`heads, ${state}`, lit.filter(({ head }) => head.state === state))),
      row('heads, ≥ 16 px across', lit.filter((one) => least(one) >= 16)), row('heads, smaller', lit.filter((one) => least(one) < 16)),
    ],
    after: [`A head takes ${median(cases.map(({ ms }) => ms)).toFixed(2)} ms of one core.`],
    figures: { 'signals/right': share(lit, (one) => one.both, 'right'), 'signals/not wrong': 1 - share(lit, (one) => one.both, 'wrong') },
  };
}
