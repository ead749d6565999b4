// The tracker, by drives that are known: who keeps an identity, when it ends, what is doubted, and that memory stays flat.
import { describe, expect, it } from 'vitest';
import { COLOURS, type Track } from '../../../domain/sighting.ts';
import { mediaMs, type TrackId } from '../../../domain/units.ts';
import { createTracker, type Tracker } from '../../../pipeline/perceive/tracker.ts';
import { detections, rowAt, type Drive, type Row } from '../../factories/detections.ts';

const OPTIONS = { widthPx: 1280, heightPx: 720, strongScore: 0.45, weakScore: 0.1 };

/** Runs drives through a tracker; tells for each drive the track ids it had in order, and every distrust that was ever shown. */
function follow(drives: readonly Drive[], { stepMs = 100, untilMs = 5000, tracker = createTracker(OPTIONS) }: { stepMs?: number; untilMs?: number; tracker?: Tracker } = {}) {
  const ids = drives.map((): TrackId[] => []);
  const tracks = new Map<string, Track>();
  const doubts = new Set<string>();
  const ended: Track[] = [];
  for (let at = 0; at <= untilMs; at += stepMs) {
    const rows = drives.map((drive) => rowAt(drive, at));
    const present = rows.flatMap((row, n) => (row === null ? [] : [{ row, n }]));
    const step = tracker.step(detections(present.map(({ row }) => row)), mediaMs(at));
    present.forEach(({ n }, i) => {
      const id = step.of[i];
      if (id !== null && id !== undefined && ids[n]?.at(-1) !== id) ids[n]?.push(id);
    });
    for (const track of step.tracks) {
      tracks.set(track.id, track);
      for (const flag of track.distrust) if (track.path.length > 6) doubts.add(flag);
    }
    ended.push(...step.ended);
  }
  return { ids, tracks, doubts: [...doubts].sort(), ended };
}

describe('identity', () => {
  const rows: readonly (readonly [string, readonly Drive[], { stepMs?: number; untilMs?: number }])[] = [
    ['one that stands', [{ from: [400, 500], to: [400, 500], toMs: 5000 }], {}],
    ['one that rides away at 8 m/s', [{ from: [400, 700], to: [400, 250], toMs: 3000 }], {}],
    ['the same at 6 pictures a second', [{ from: [400, 700], to: [400, 250], toMs: 3000 }], { stepMs: 166 }],
    ['a car at 15 m/s seen ten times a second', [{ from: [200, 400], to: [1200, 420], toMs: 1400, size: [160, 110], kind: 'car' }], {}],
    ['hidden for 0.8 s on a straight way', [{ from: [300, 700], to: [500, 300], toMs: 4000, hidden: [[1500, 2300]] }], {}],
    ['a standing car hidden for 4 s by a bus', [{ from: [600, 400], to: [600, 400], toMs: 8000, size: [150, 110], kind: 'car', hidden: [[2500, 6500]] }], { untilMs: 8000 }],
    ['two that cross each other', [{ from: [200, 500], to: [800, 460], toMs: 3000 }, { from: [800, 520], to: [200, 480], toMs: 3000 }], {}],
    ['two abreast at the same speed, 0.9 m apart', [{ from: [400, 700], to: [400, 300], toMs: 4000 }, { from: [450, 700], to: [450, 300], toMs: 4000 }], {}],
    ['a swarm of twelve, 1.2 m between them', Array.from({ length: 12 }, (_, i) => ({ from: [200 + (i % 4) * 66, 600 + Math.floor(i / 4) * 100] as const, to: [230 + (i % 4) * 66, 250 + Math.floor(i / 4) * 100] as const, toMs: 3500 })), { stepMs: 166 }],
    ['one whose score is weak in the middle', [{ from: [400, 700], to: [400, 400], toMs: 1000 }, { from: [400, 399], to: [400, 250], fromMs: 1100, toMs: 2200, score: 0.2 }], {}],
  ];
  it.each(rows)('keeps one identity: %s', (_, drives, options) => {
    const { ids } = follow(drives, options);
    const all = ids.flat();
    const expected = drives.length === 2 && drives[1]?.score === 0.2 ? 1 : drives.length;
    expect(new Set(all).size).toBe(expected);
    for (const own of ids) expect(own).toHaveLength(1);
  });

  it('follows one whose foot the queue hides as it rides out of it, and knows where its wheels are', () => {
    const tracker = createTracker(OPTIONS);
    const colours = (part: boolean): Float32Array => new Float32Array(COLOURS).fill(part ? 40 : 10);
    const seen: { readonly id: TrackId | null | undefined; readonly off: number }[] = [];
    for (let at = 0; at <= 3_000; at += 100) {
      const row = rowAt({ from: [400, 700], to: [400, 250], toMs: 3_000, size: [60, 130] }, at);
      if (row === null) continue;
      const [x1, y1, x2, y2] = row.box;
      const cut = at >= 1_200 && at <= 2_000;
      const { tracks, of } = tracker.step({ ...detections([{ box: [x1, y1, x2, cut ? y2 - 45 : y2] }]), colours: colours(cut) }, mediaMs(at));
      if (at > 500) seen.push({ id: of[0], off: Math.abs((tracks[0]?.path.at(-1)?.ground.y ?? 0) - y2) });
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    expect(Math.max(...seen.map(({ off }) => off))).toBeLessThan(8);
  });

  it.each([
    ['is gone for good after 1.2 s of driving unseen', { from: [300, 700] as const, to: [500, 200] as const, toMs: 5000, hidden: [[1500, 3500] as const] }, 2],
    ['does not survive a leap of 6 m', null, 2],
  ])('gives another identity to one that %s', (_, drive, count) => {
    const drives: readonly Drive[] = drive === null ? [{ from: [300, 600], to: [300, 600], toMs: 1000 }, { from: [630, 600], to: [630, 600], fromMs: 1100, toMs: 2500 }] : [drive];
    expect(new Set(follow(drives).ids.flat()).size).toBe(count);
  });

  it('goes with one that swerves at 3 m/s', () => {
    const boxes: readonly Row['box'][] = [[976, 807, 1114, 1080], [971, 739, 1099, 1073], [975, 703, 1087, 1019], [971, 660, 1082, 943], [972, 625, 1064, 883], [971, 588, 1062, 823], [967, 536, 1058, 761], [971, 529, 1050, 735], [970, 513, 1045, 695], [970, 491, 1040, 672], [968, 456, 1037, 622], [972, 456, 1035, 609], [968, 440, 1030, 588], [972, 425, 1039, 578], [975, 405, 1068, 546], [1000, 406, 1097, 529], [1023, 386, 1127, 513], [1049, 377, 1150, 501], [1084, 368, 1179, 487], [1109, 360, 1202, 476]];
    const tracker = createTracker({ ...OPTIONS, heightPx: 1080 });
    const ids = boxes.map((box, i) => tracker.step(detections([{ box }]), mediaMs(i * 100)).of[0]);
    expect(new Set(ids)).toEqual(new Set([ids[0]]));
  });

  it('goes with one that turns into a side street, also where one of its boxes slips back', () => {
    const boxes: readonly Row['box'][] = [[1278, 624, 1428, 824], [1266, 585, 1398, 796], [1255, 575, 1380, 770], [1252, 561, 1366, 745], [1236, 540, 1352, 723], [1230, 530, 1338, 705], [1224, 519, 1323, 687], [1216, 510, 1312, 670], [1208, 498, 1301, 652], [1201, 485, 1288, 635], [1195, 478, 1279, 622], [1190, 469, 1270, 609], [1186, 458, 1266, 596], [1176, 451, 1254, 585], [1170, 443, 1245, 573], [1164, 435, 1239, 564], [1160, 427, 1224, 544], [1155, 416, 1217, 532], [1164, 406, 1210, 523], [1162, 403, 1218, 517], [1163, 400, 1231, 508], [1137, 395, 1212, 501], [1175, 391, 1256, 493], [1186, 391, 1276, 488], [1198, 385, 1294, 483], [1219, 378, 1320, 478], [1237, 383, 1338, 476], [1261, 382, 1368, 471], [1282, 381, 1390, 471]];
    const tracker = createTracker({ ...OPTIONS, widthPx: 1920, heightPx: 1080 });
    const ids = boxes.map((box, i) => tracker.step(detections([{ box }]), mediaMs(i * 100)).of[0]);
    expect(ids.at(-1)).toBe(ids[0]);
  });

  it('goes with a car that sets off after it stood, its first metres half hidden', () => {
    const stood = Array.from({ length: 30 }, (_, i): Row['box'] => [924 + (i % 3), 376, 986, 451 + (i % 2)]);
    const off: readonly Row['box'][] = [[923, 384, 986, 436], [924, 398, 987, 441], [923, 385, 985, 443], [919, 369, 993, 448], [928, 391, 988, 453], [914, 384, 1000, 453], [918, 391, 986, 463], [923, 387, 988, 463], [923, 390, 990, 475], [922, 399, 989, 486], [921, 398, 989, 490], [928, 401, 996, 493], [921, 405, 990, 498], [920, 407, 991, 502], [918, 411, 990, 506], [918, 411, 989, 510], [918, 416, 995, 516], [915, 418, 993, 522], [917, 425, 994, 529]];
    const tracker = createTracker({ ...OPTIONS, heightPx: 1080 });
    const steps = [...stood, ...off].map((box, i) => tracker.step(detections([{ box, kind: 'car' }]), mediaMs(i * 100)));
    const last = steps.at(-1);
    expect(last?.of[0]).toBe(steps[0]?.of[0]);
    expect(last?.tracks[0]?.path.at(-1)?.ground.y).toBeCloseTo(528, -1);
  });

  it('puts no foot back for good: one that moves up half hidden is lower where it stands again', () => {
    const tracker = createTracker({ ...OPTIONS, heightPx: 1080 });
    const boxAt = (at: number): Row['box'] => {
      const way = Math.min(1, Math.max(0, (at - 3000) / 2500));
      const [top, foot] = [476 - 84 * way, 740 - 170 * way];
      return [867 + 25 * way, top, 1052 - 24 * way, at > 3000 && at < 6000 ? foot - 0.45 * (foot - top) : foot];
    };
    let box: Row['box'] | null = null;
    for (let at = 0; at <= 9000; at += 100) {
      const told = tracker.step(detections([{ box: boxAt(at), kind: 'car' }]), mediaMs(at)).tracks.at(-1)?.path.at(-1)?.box;
      if (told !== undefined) box = [told.x1, told.y1, told.x2, told.y2];
    }
    expect(box?.[3]).toBeCloseTo(570, -1);
  });

  it.each([
    ['was seen to stand all the while', [], 1],
    ['was out of sight for four seconds of it', [[5_000, 9_000]], 2],
  ] as const)('follows one that sets off on weak sights after it stood on weak sights for ten seconds, where it %s', (_, hidden, vehicles) => {
    const drive: Drive = { from: [400, 500], to: [400, 500], toMs: 2_000 };
    const stands: Drive = { from: [400, 500], to: [400, 500], fromMs: 2_100, toMs: 9_500, score: 0.2, hidden: [...hidden] };
    const off: Drive = { from: [400, 498], to: [400, 300], fromMs: 9_600, toMs: 11_600, score: 0.2 };
    const clear: Drive = { from: [400, 290], to: [400, 200], fromMs: 11_700, toMs: 12_500 };
    const { ids } = follow([drive, stands, off, clear], { untilMs: 12_500 });
    expect(new Set(ids.flat()).size).toBe(vehicles);
  });

  it('tells the weak beginning of a vehicle too, once strong detections speak for it', () => {
    const { tracks } = follow([{ from: [400, 700], to: [400, 600], toMs: 900, score: 0.3 }, { from: [400, 589], to: [400, 400], fromMs: 1000, toMs: 2700 }], { untilMs: 2700 });
    expect([...tracks.values()].map(({ firstAt, lastAt }) => [firstAt, lastAt])).toEqual([[0, 2700]]);
  });

  it('begins nothing on weak detections alone', () => {
    expect(follow([{ from: [400, 700], to: [400, 300], toMs: 3000, score: 0.3 }]).ids.flat()).toEqual([]);
  });

  it.each([
    ['hardly known', 300, 400, 3_000],
    ['well known', 1_000, 900, 6_000],
    ['well known and stands', 1_000, 400, 15_000],
  ])('lets weak noise carry a vehicle that is %s on for a while at most', (_, knownMs, toY, mostMs) => {
    const known = { from: [400, 400], to: [400, 400], toMs: knownMs } as const;
    const noise = { from: [400, 400], to: [400, toY], fromMs: knownMs + 100, toMs: 25_000, score: 0.15 } as const;
    const { ended } = follow([known, noise], { untilMs: 25_000 });
    expect(ended).toHaveLength(1);
    expect(ended[0]?.lastAt).toBeLessThanOrEqual(knownMs + mostMs + 100);
  });

  it('knows one that stands again by a weak box after two seconds of nothing', () => {
    const stands: Pick<Drive, 'from' | 'to'> = { from: [400, 500], to: [400, 500] };
    const { ids } = follow([{ ...stands, toMs: 2_500 }, { ...stands, fromMs: 4_600, toMs: 6_000, score: 0.2 }, { from: [400, 494], to: [400, 420], fromMs: 6_100, toMs: 7_500 }], { untilMs: 7_500 });
    expect(new Set(ids.flat()).size).toBe(1);
  });
});

describe('honesty', () => {
  it.each([
    ['nothing against a clean drive', [{ from: [400, 700], to: [400, 300], toMs: 4000 }], []],
    ['a gap of more than a second is told', [{ from: [600, 400], to: [600, 400], toMs: 5000, kind: 'car', size: [150, 110], hidden: [[2500, 3900]] }], ['gap']],
    ['two that melt into one and part again', [{ from: [300, 500], to: [490, 500], toMs: 2000 }, { from: [700, 500], to: [510, 500], toMs: 2000 }, { from: [500, 500], to: [500, 500], fromMs: 2100, toMs: 2700 }, { from: [490, 500], to: [300, 500], fromMs: 2800, toMs: 4500 }, { from: [510, 500], to: [700, 500], fromMs: 2800, toMs: 4500 }], ['merged']],
  ] as const)('%s', (_, drives, expected) => {
    expect(follow(drives).doubts).toEqual(expect.arrayContaining([...expected]));
    if (expected.length === 0) expect(follow(drives).doubts).toEqual([]);
  });

  it('calls a life of under 0.4 s too brief', () => {
    const tracker = createTracker(OPTIONS);
    for (const at of [0, 100, 200]) {
      const [track] = tracker.step(detections([{ box: [100, 100, 140, 190] }]), mediaMs(at)).tracks;
      expect(track?.distrust).toContain('too_brief');
    }
  });

  it.each([[undefined, true], [{ x1: 200, y1: 0, x2: 1280, y2: 720 }, false]] as const)('a box cut off at the edge of the declared view is no leap: view %o', (view, leaps) => {
    const tracker = createTracker(view === undefined ? OPTIONS : { ...OPTIONS, view });
    let doubted = false;
    for (let n = 0; n < 24; n += 1) {
      const x = Math.max(225, 430 - 12 * n);
      const shown = n < 18 ? 120 : 72;
      for (const { distrust } of tracker.step(detections([{ box: [Math.max(200, x - 30), 500 - shown, x + 30, 500] }]), mediaMs(n * 100)).tracks) doubted ||= distrust.includes('jumped');
    }
    expect(doubted).toBe(leaps);
  });

  it('calls a kind unclear when a third of the sights say something of another family', () => {
    const tracker = createTracker(OPTIONS);
    let last: Track | undefined;
    for (let n = 0; n < 30; n += 1) [last] = tracker.step(detections([{ box: [100, 100, 160, 190], kind: n % 5 < 2 ? 'car' : 'motorcycle' }]), mediaMs(n * 100)).tracks;
    expect(last?.kind).toBe('motorcycle');
    expect(last?.distrust).toContain('kind_unclear');
  });

  it('does not call car or truck unclear when both are four-wheeled and one leads', () => {
    const tracker = createTracker(OPTIONS);
    let last: Track | undefined;
    for (let n = 0; n < 30; n += 1) [last] = tracker.step(detections([{ box: [100, 100, 260, 220], kind: n % 4 === 0 ? 'truck' : 'car' }]), mediaMs(n * 100)).tracks;
    expect(last?.distrust).toEqual([]);
  });
});

describe('what tells vehicles apart', () => {
  /** Steps of rows with a colour each: every one of its nine numbers is that. */
  function tell(steps: readonly (readonly { readonly row: Row; readonly colour: number }[])[], stepMs = 100) {
    const tracker = createTracker(OPTIONS);
    return steps.map((rows, n) => tracker.step({ ...detections(rows.map(({ row }) => row)), colours: Float32Array.from(rows.flatMap(({ colour }) => Array.from({ length: COLOURS }, () => colour))) }, mediaMs(n * stepMs)));
  }
  const rider = (x: number, y: number): Row => ({ box: [x - 20, y - 90, x + 20, y] });

  it('colours: of two who meet in one place, each goes on as who he is', () => {
    const at = (n: number): number => Math.min(n, 12) * 10;
    // Both slow down as they meet, and turn back: place and pace alone would have them pass through each other.
    const steps = Array.from({ length: 26 }, (_, n) => [{ row: rider(400 + at(n < 13 ? n : 25 - n), 500), colour: 10 }, { row: rider(660 - at(n < 13 ? n : 25 - n), 502), colour: 60 }]);
    const ids = tell(steps).map(({ of }) => of);
    expect(ids.at(-1)).toEqual(ids[5]);
  });

  it('standing: one who stood is not found half his height aside, where a neighbour appears', () => {
    const steps = Array.from({ length: 40 }, (_, n) => [{ row: n < 30 ? rider(400, 500) : rider(435, 505), colour: 10 }]);
    const ids = tell(steps).map(({ of }) => of[0]);
    expect(ids[25]).not.toBeNull();
    expect(ids[35]).not.toBe(ids[25]);
  });

  it('the upper edge: one who drives in over the lower edge of the picture keeps his identity as his wheels come into view', () => {
    const steps = Array.from({ length: 20 }, (_, n) => {
      const foot = 820 - 25 * n;
      return [{ row: { box: [600, foot - 200, 700, Math.min(foot, 720)] as const }, colour: 10 }];
    });
    const ids = new Set(tell(steps).flatMap(({ of }) => of));
    expect(ids.size).toBe(1);
  });

  it('takes one box that fits no motion for a slip of the detector, not for a leap', () => {
    const steps = Array.from({ length: 30 }, (_, n) => [{ row: n === 20 ? { box: [380, 340, 420, 500] as const } : rider(400, 500), colour: 10 }]);
    const told = tell(steps).map(({ tracks }) => tracks[0]);
    expect(told.every((track) => track?.id === told[0]?.id)).toBe(true);
    expect(told.flatMap((track) => track?.distrust ?? [])).not.toContain('jumped');
    expect(told[20]?.path.at(-1)?.observed).toBe(false);
  });

  it('standing: one slip of its box aside is no start, when nothing is seen of it then', () => {
    const tracker = createTracker(OPTIONS);
    const stands: Row = { box: [400, 300, 460, 430] };
    for (let at = 0; at <= 3000; at += 100) tracker.step(detections([stands]), mediaMs(at));
    tracker.step(detections([{ box: [418, 294, 478, 424] }]), mediaMs(3100));
    let off = 0;
    for (let at = 3200; at <= 4500; at += 100) off = Math.abs((tracker.step(detections([]), mediaMs(at)).tracks[0]?.path.at(-1)?.ground.x ?? 0) - 430);
    expect(off).toBeLessThan(25);
    expect(tracker.step(detections([stands]), mediaMs(4600)).tracks).toHaveLength(1);
  });

  it('raises a doubt when a newcomer shows where a vehicle was before it went out of sight and came back elsewhere', () => {
    const tracker = createTracker(OPTIONS);
    const [here, ahead]: readonly [Row, Row] = [{ box: [400, 300, 440, 400] }, { box: [414, 270, 454, 370] }];
    for (let at = 0; at <= 1000; at += 100) tracker.step(detections([here]), mediaMs(at));
    for (let at = 1100; at <= 1500; at += 100) tracker.step(detections([]), mediaMs(at));
    const back = tracker.step(detections([ahead]), mediaMs(1600));
    expect(back.tracks.map(({ id, distrust }) => ({ id, distrust }))).toEqual([{ id: 't1', distrust: [] }]);
    tracker.step(detections([ahead]), mediaMs(1700));
    const { tracks } = tracker.step(detections([ahead, here]), mediaMs(1800));
    expect(tracks.find(({ id }) => id === 't1')?.distrust).toContain('merged');
  });

  it('begins no track on a box that slips off a vehicle for a moment', () => {
    const slip = { box: [392, 434, 432, 524] as const };
    const steps = Array.from({ length: 40 }, (_, n) => [{ row: n === 20 || n === 21 ? slip : rider(400, 500), colour: n === 20 || n === 21 ? 40 : 10 }]);
    expect(new Set(tell(steps).flatMap(({ of }) => of).filter((id) => id !== null)).size).toBe(1);
  });
});

describe('lifetime', () => {
  it('tells the end of each track once and keeps nothing after', () => {
    const tracker = createTracker(OPTIONS);
    const { ended } = follow([{ from: [400, 700], to: [400, 300], toMs: 2000 }], { tracker });
    expect(ended.map(({ state }) => state)).toEqual(['ended']);
    expect(tracker.step(detections([]), mediaMs(9000)).tracks).toEqual([]);
  });

  it('bounds a path by time: ten minutes of standing keeps 12 s of points', () => {
    const tracker = createTracker(OPTIONS);
    let longest = 0;
    for (let at = 0; at <= 600_000; at += 200) {
      const [track] = tracker.step(detections([{ box: [100, 100, 260, 220], kind: 'car' }]), mediaMs(at)).tracks;
      longest = Math.max(longest, track?.path.length ?? 0);
    }
    expect(longest).toBeLessThanOrEqual(62);
  });

  it('ends a vehicle at once when it has driven out of the picture', () => {
    const { ended } = follow([{ from: [600, 300], to: [1290, 300], toMs: 1500 }], { untilMs: 1800 });
    expect(ended).toHaveLength(1);
  });
});

describe('motion', () => {
  it('knows the speed of a steady drive within 3 %', () => {
    const { tracks } = follow([{ from: [300, 700], to: [300, 300], toMs: 4000 }], { untilMs: 3900 });
    const [track] = [...tracks.values()];
    expect(track?.velocity.y).toBeGreaterThan(-103);
    expect(track?.velocity.y).toBeLessThan(-97);
  });

  it('marks what it did not see', () => {
    const { tracks } = follow([{ from: [300, 700], to: [500, 300], toMs: 4000, hidden: [[1500, 2000]] }]);
    const [track] = [...tracks.values()];
    expect(track?.path.filter(({ observed, at }) => !observed && at <= 4000).map(({ at }) => at)).toEqual([1500, 1600, 1700, 1800, 1900, 2000]);
  });
});
