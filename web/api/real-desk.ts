// The officer's desk over the database: reads from prisma/views, every write through pipeline/cases.
import { isChargedBy } from '../../domain/case.ts';
import type { Clock } from '../../domain/clock.ts';
import { Refused } from '../../domain/errors.ts';
import { lawAt, lawReference, type LawTable } from '../../domain/law.ts';
import { vietnamIso } from '../../domain/clock.ts';
import type { CameraFile } from '../../domain/scene.ts';
import { caseId, epochMs, officerId, plateText, type EpochMs } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import { deliveries } from '../../pipeline/cases/deliveries.ts';
import { looks } from '../../pipeline/cases/look.ts';
import type { Respond } from '../../pipeline/cases/respond.ts';
import type { Review } from '../../pipeline/cases/review.ts';
import type { SignIns } from '../../pipeline/cases/sign-in.ts';
import { camerasWithCases, countsByState, historyOf, openContests, queue, undelivered, type Database, type QueueItem } from '../../prisma/views.ts';
import { wholeCase, type WholeCase } from '../../prisma/views-case.ts';
import type { Account, CaseView, LawView, MatchView, QueueRow } from './contract.ts';
import type { Desk } from './desk.ts';
import { drawingsOf } from './drawings.ts';
import type { Sessions } from './sessions.ts';

export type DeskOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly law: LawTable;
  readonly signIns: SignIns;
  readonly review: Review;
  readonly respond: Respond;
  /** ReviewRules.sameActMs. */
  readonly sameActMs: number;
  /** The camera file with this hash, or the newest where null; null where it is not on record. */
  readonly cameraFile: (camera: string, sha256: string | null) => Promise<CameraFile | null>;
};

/** Ten days from detection (TT 73/2024 Đ24.1.a). */
const NOTICE_DUE_MS = 10 * 86_400_000;
const dueAt = (act: EpochMs): string => vietnamIso(epochMs(act + NOTICE_DUE_MS));

export function createDesk(options: DeskOptions): Desk {
  const { db, clock, signIns, review, respond } = options;
  const look = looks(db, clock);
  const sending = deliveries(db, clock);
  return {
    signIn: async (name, password) => signIns.withPassword(name, password),
    queue: async ({ waiting, plate, ...filter }) => {
      const [items, counts, cameras] = await Promise.all([queue(db, { ...filter, plate: plate === undefined ? undefined : plateText(plate), waiting: waiting === 'yes' }, clock.now()), countsByState(db), camerasWithCases(db)]);
      const places = new Map(await Promise.all(cameras.map(async (camera): Promise<[string, string]> => [camera, await placeOf(options, camera)])));
      return { rows: items.map((item) => rowOf(item, places.get(item.camera) ?? item.camera)), counts: { ...counts }, cameras: [...cameras], now: vietnamIso(clock.now()) };
    },
    caseView: async (id) => {
      const whole = await wholeCase(db, id, clock.now());
      return whole === null ? null : viewOf(options, whole);
    },
    manifest: async (id) => (await wholeCase(db, id, clock.now()))?.manifest ?? null,
    history: async (id) => (await historyOf(db, id)).map(({ seq, at, ...rest }) => ({ seq: String(seq), at: vietnamIso(at), actor: rest.actor, kind: rest.kind, data: { ...rest.data } })),
    claim: async (id, officer) => void (await review.claim(officerId(officer), caseId(id))),
    release: async (id, officer) => review.release(officerId(officer), caseId(id)),
    correctPlate: async (id, officer, plate) => void (await review.correctPlate(officerId(officer), caseId(id), plate)),
    confirm: async (id, officer, plate) => void (await review.confirm(officerId(officer), caseId(id), plate)),
    dismiss: async (id, officer, reason, note) => review.dismiss(officerId(officer), caseId(id), reason, note),
    respond: async (id, officer, outcome, reason) => respond.rule(officerId(officer), caseId(id), outcome, reason),
    lookAtOwner: async (id, officer, purpose) => {
      const { plateColour, ...owner } = await look.owner(officerId(officer), caseId(id), purpose);
      return { ...owner, plate_colour: plateColour, since: null };
    },
    recordLook: async (id, actor, data) => look.record(actor, caseId(id), data),
    deliverAgain: async (id, officer, channel) => sending.retry(officerId(officer), caseId(id), channel),
    posted: async (id, officer, letter) => sending.posted(officerId(officer), caseId(id), letter),
    noticePdf: async (id) => (await wholeCase(db, id, clock.now()))?.notice?.pdfSha256 ?? null,
    undelivered: async () => (await undelivered(db)).map(({ caseId: id, caseNumber, noticeNumber, at, ...rest }) => ({ ...rest, case: id, case_number: caseNumber, notice_number: noticeNumber, at: vietnamIso(at) })),
    openContests: async () => (await openContests(db)).map(({ caseId: id, caseNumber, at, ...rest }) => ({ ...rest, case: id, case_number: caseNumber, at: vietnamIso(at) })),
  };
}

/** Browsers' sessions of officers and operators, kept in the database. */
export function sessionsOf(signIns: SignIns): Sessions<Account> {
  return {
    open: async ({ id }) => signIns.open({ kind: 'account', id }),
    find: async (token) => {
      const found = token === undefined ? null : await signIns.find(token);
      return found === null || found.role === 'owner' ? null : { who: { id: found.holder.id, name: found.displayName, role: found.role }, key: found.key };
    },
    close: async (token) => (token === undefined ? undefined : signIns.close(token)),
  };
}

async function placeOf({ cameraFile }: DeskOptions, camera: string): Promise<string> {
  return (await cameraFile(camera, null))?.place.text ?? camera;
}

function rowOf({ at, openedAt: _openedAt, claimedBy, decidedBy, screeningOnly, ...rest }: QueueItem, place: string): QueueRow {
  return { ...rest, place, at: vietnamIso(at), due_at: dueAt(at), claimed_by: claimedBy, decided_by: decidedBy, screening_only: screeningOnly };
}

async function viewOf(options: DeskOptions, whole: WholeCase): Promise<CaseView> {
  const { violation, manifest, decision, claim, second, notice } = whole;
  const scene = await options.cameraFile(violation.camera, violation.scene);
  return {
    id: whole.id, number: whole.number, state: whole.state, opened_at: vietnamIso(whole.openedAt), due_at: dueAt(violation.at),
    offence: violation.offence, vehicle: violation.vehicle, camera: violation.camera, place: await placeOf(options, violation.camera), at: vietnamIso(violation.at), clock_error_ms: violation.clockErrorMs,
    synthetic: violation.synthetic, screening_only: violation.screeningOnly, facts: violation.facts, plate: plateOf(violation), pairing: violation.pairing ?? null,
    plate_corrected: whole.plateSource === 'officer' ? whole.plate : null, match: matchOf(whole), law: lawOf(options.law, violation),
    claim: claim === null ? null : { by: claim.by, until: vietnamIso(claim.until) },
    second: second === null ? null : { why: second.why, asked_by: second.askedBy },
    decision: decision === null ? null : { ...decision, at: vietnamIso(decision.at) },
    evidence: { sha256: whole.evidenceSha256, sealed_at: vietnamIso(whole.sealedAt), items: manifest.items },
    drawings: scene === null ? [] : [...drawingsOf(scene)],
    models: violation.models.map((model) => ({ ...model })), rules: violation.rules, scene: violation.scene,
    notice: notice === null ? null : { number: notice.number, issued_at: vietnamIso(notice.issuedAt), respond_by: vietnamIso(notice.respondBy) },
    others: whole.others.map((one) => ({ id: one.id, number: one.number, state: one.state, offence: one.offence, camera: one.camera, at: vietnamIso(one.at), charges_same_act: isChargedBy(violation, one, options.sameActMs) })),
    deliveries: whole.deliveries.map(({ at, ...rest }) => ({ ...rest, at: at === null ? null : vietnamIso(at) })),
    contests: whole.words.map(({ id, kind, reason, statement, at, ruling, why, ruledAt }) => ({ id, kind, reason, text: statement, at: vietnamIso(at), state: ruling ?? 'open', answer: why, answered_at: ruledAt === null ? null : vietnamIso(ruledAt) })),
  };
}

function plateOf({ plate }: Violation): CaseView['plate'] {
  if (plate === null) return null;
  const { text, score, support, total, runnerUp, lines, colour, format, repaired } = plate;
  return { text, score, support, total, runner_up: runnerUp, lines, colour, format, repaired: [...repaired], char_scores: null };
}

function matchOf({ match }: WholeCase): MatchView {
  switch (match?.kind) {
    case undefined:
      return { kind: 'pending' };
    case 'matched':
      return { kind: 'matched', plate: match.plate };
    case 'none':
      return { kind: 'none', plate: match.plate };
    case 'conflict':
      return { kind: 'conflict', plate: match.plate, differs: [...match.differs] };
    case 'ambiguous':
      return { kind: 'ambiguous', candidates: [...match.candidates] };
  }
}

/** Null where the fine schedule has no row for that day: such a case cannot be confirmed. */
function lawOf(table: LawTable, { offence, vehicle, at }: Violation): LawView | null {
  try {
    const row = lawAt(table, offence, vehicle, at);
    return { text: row.offence_vi, reference: lawReference(row), decree: `Nghị định ${row.decree}`, min_vnd: row.min_vnd, max_vnd: row.max_vnd, points: row.points };
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
