// Read models of the operator's screens: how each camera does and what it saw by the hour, from what the watchers wrote.
import type { EpochMs } from '../domain/units.ts';
import type { Database } from './client.ts';
import type { Counted } from './counts.ts';
import { cameraFault, type CameraFault } from './watching.ts';
import { fromDate, fromDateOrNull } from './time.ts';

export type CameraHealth = {
  readonly camera: string;
  /** As the watcher last wrote it; null where none ever watched. */
  readonly state: string | null;
  readonly note: string;
  readonly faults: readonly CameraFault[];
  readonly lastFrameAt: EpochMs | null;
  readonly updatedAt: EpochMs | null;
  readonly gaps: number;
  readonly openGap: { readonly from: EpochMs; readonly cause: string } | null;
};

/** One entry for each camera asked for. */
export async function cameraHealth({ prisma }: Database, cameras: readonly string[]): Promise<readonly CameraHealth[]> {
  const names = { camera: { in: [...cameras] } };
  const [statuses, gaps, open, sessions] = await Promise.all([
    prisma.cameraStatus.findMany({ where: names }),
    prisma.streamGap.groupBy({ by: ['camera'], where: names, _count: { _all: true } }),
    prisma.streamGap.findMany({ where: { ...names, toAt: null }, orderBy: { fromAt: 'desc' } }),
    prisma.cameraSession.findMany({ where: names, orderBy: { startedAt: 'desc' }, distinct: ['camera'] }),
  ]);
  return cameras.map((camera) => {
    const status = statuses.find((row) => row.camera === camera);
    const gap = open.find((row) => row.camera === camera);
    const session = sessions.find((row) => row.camera === camera);
    const judgedTo = session === undefined ? null : fromDate(new Date(session.startedAt.getTime() + session.judgedToMs));
    return {
      camera, state: status?.state ?? (session === undefined ? null : session.endedAt === null ? 'running' : 'stopped'), note: status?.note ?? '', faults: cameraFault.array().parse(status?.faults ?? []),
      lastFrameAt: fromDateOrNull(status?.lastFrameAt ?? null) ?? judgedTo, updatedAt: fromDateOrNull(status?.updatedAt ?? null),
      gaps: gaps.find((row) => row.camera === camera)?._count._all ?? 0,
      openGap: gap === undefined ? null : { from: fromDate(gap.fromAt), cause: gap.cause },
    };
  });
}

export type Hour = { readonly hourAt: EpochMs; readonly counts: Readonly<Record<Counted, number>> };
const NONE = { vehicle: 0, void: 0, screened: 0, accused: 0 };

/** The newest hours of a camera that have counts, newest first. */
export async function newestHours({ prisma }: Database, camera: string, hours: number): Promise<readonly Hour[]> {
  const newest = await prisma.hourlyCount.findMany({ where: { camera }, distinct: ['hourAt'], select: { hourAt: true }, orderBy: { hourAt: 'desc' }, take: hours });
  const sums = await prisma.hourlyCount.groupBy({ by: ['hourAt', 'what'], where: { camera, hourAt: { in: newest.map(({ hourAt }) => hourAt) } }, _sum: { count: true } });
  return newest.map(({ hourAt }) => {
    const of = sums.filter((sum) => sum.hourAt.getTime() === hourAt.getTime());
    return { hourAt: fromDate(hourAt), counts: { ...NONE, ...Object.fromEntries(of.map(({ what, _sum }) => [what, _sum.count ?? 0])) } };
  });
}
