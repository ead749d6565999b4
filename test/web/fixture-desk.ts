// A desk in memory with a handful of made-up cases: for developing and testing the screens alone, never for serving.
import { createHash, randomBytes } from 'node:crypto';
import { systemClock, vietnamIso } from '../../domain/clock.ts';
import { Refused } from '../../domain/errors.ts';
import type { EvidenceStore, Manifest } from '../../domain/evidence.ts';
import { epochMs } from '../../domain/units.ts';
import type { Facts } from '../../domain/violation.ts';
import type { Account, CaseView, EvidenceView, HistoryRow, QueueRow } from '../../web/api/contract.ts';
import type { Desk } from '../../web/api/desk.ts';
import type { Sessions } from '../../web/api/sessions.ts';

export type Pictures = Readonly<Record<'before' | 'after' | 'plate' | 'overview' | 'signal' | 'clip', { readonly bytes: Uint8Array; readonly width: number; readonly height: number }>>;
export const sha = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const DAY_MS = 86_400_000;

export function memorySessions(): Sessions<Account> {
  const held = new Map<string, Account>();
  return {
    open: async (who) => {
      const token = randomBytes(16).toString('hex');
      held.set(token, who);
      return Promise.resolve(token);
    },
    find: async (token) => {
      const who = held.get(token ?? '');
      return Promise.resolve(who === undefined ? null : { who, key: sha(token ?? '') });
    },
    close: async (token) => {
      held.delete(token ?? '');
      await Promise.resolve();
    },
  };
}

export function memoryEvidence(pictures: Pictures): EvidenceStore {
  const stored = new Map(Object.values(pictures).map(({ bytes }) => [sha(bytes), bytes]));
  return {
    put: async (bytes) => {
      stored.set(sha(bytes), bytes);
      return Promise.resolve(sha(bytes));
    },
    get: async (key) => {
      const bytes = stored.get(key);
      if (bytes === undefined) throw new Refused('evidence_broken', `no ${key}`);
      return Promise.resolve(bytes);
    },
    has: async (key) => Promise.resolve(stored.has(key)),
  };
}

const ACT_MS = 18_520;
const FACTS: Facts = {
  rule: 'red_light', stop_line: 'stop-south', signal: 'main-south', signal_source: 'vision', red_since_ms: ACT_MS - 3140, red_for_ms: 3140, grace_ms: 500, crossed_ms: ACT_MS, amber_ms: 3000,
  movement: 'straight', ran_on_px: 148, needed_px: 60, front_ms: ACT_MS - 120, ran_on_ms: ACT_MS + 700,
  before: { at_ms: ACT_MS - 300, box: { x1: 880, y1: 560, x2: 1010, y2: 790 }, ground: { x: 945, y: 790 } },
  after: { at_ms: ACT_MS + 900, box: { x1: 900, y1: 420, x2: 1000, y2: 600 }, ground: { x: 950, y: 600 } },
};

type Variant = { readonly plate: CaseView['plate']; readonly match: CaseView['match']; readonly vehicle: CaseView['vehicle']; readonly offence: CaseView['offence']; readonly ageDays: number; readonly state?: CaseView['state']; readonly screening?: boolean };
const plate = (text: string, more: Partial<NonNullable<CaseView['plate']>> = {}): NonNullable<CaseView['plate']> => ({
  text, score: 0.91, support: 14, total: 15, runner_up: null, lines: 2, colour: 'white', format: 'moto', repaired: [], char_scores: [...text].map((_symbol, index) => 0.99 - index * 0.01), ...more,
});
const VARIANTS: readonly Variant[] = [
  { plate: plate('61B112345'), match: { kind: 'matched', plate: '61B112345' }, vehicle: 'motorcycle', offence: 'red_light', ageDays: 0.2 },
  { plate: plate('61C208841', { repaired: [3], runner_up: '61CZ08841', score: 0.62, char_scores: [0.99, 0.98, 0.97, 0.62, 0.95, 0.88, 0.99, 0.97, 0.96] }), match: { kind: 'ambiguous', candidates: ['61C208841', '61CZ08841'] }, vehicle: 'motorcycle', offence: 'red_light', ageDays: 1.5 },
  { plate: plate('61A88123', { lines: 1 }), match: { kind: 'conflict', plate: '61A88123', differs: ['kind'] }, vehicle: 'car', offence: 'red_light', ageDays: 8.1 },
  { plate: null, match: { kind: 'none', plate: null }, vehicle: 'motorcycle', offence: 'red_light', ageDays: 11 },
  { plate: plate('61LD00456', { lines: 1 }), match: { kind: 'matched', plate: '61LD00456' }, vehicle: 'truck', offence: 'red_light', ageDays: 2, screening: true },
  { plate: plate('61E154321'), match: { kind: 'matched', plate: '61E154321' }, vehicle: 'motorcycle', offence: 'red_light', ageDays: 3, state: 'contested' },
];

function itemsOf(pictures: Pictures, at: number): EvidenceView[] {
  return Object.entries(pictures).map(([role, { bytes, width, height }]): EvidenceView => ({
    role: role === 'before' || role === 'after' || role === 'plate' || role === 'overview' || role === 'signal' ? role : 'clip',
    sha256: sha(bytes), media_type: role === 'clip' ? 'video/mp4' : 'image/jpeg', at_ms: role === 'clip' ? ACT_MS - 5000 : role === 'after' ? ACT_MS + 900 : ACT_MS - 300,
    captured_at: vietnamIso(epochMs(role === 'after' ? at + 900 : at - 300)), width_px: width, height_px: height,
    accused_px: role === 'before' ? [880, 560, 1010, 790] : role === 'after' ? [900, 420, 1000, 600] : null,
  }));
}

function caseOf(variant: Variant, index: number, pictures: Pictures): CaseView {
  const at = epochMs(systemClock.now() - variant.ageDays * DAY_MS);
  const noticed = variant.state === 'contested';
  return {
    id: `case-${index + 1}`, number: `2026-${String(index + 1).padStart(6, '0')}`, state: variant.state ?? 'in_review', opened_at: vietnamIso(at), due_at: vietnamIso(epochMs(at + 10 * DAY_MS)),
    offence: variant.offence, vehicle: variant.vehicle, camera: 'mac-thien-tich-1', place: 'Giao lộ Đại lộ Bình Dương – Yersin', at: vietnamIso(at), clock_error_ms: 200,
    synthetic: true, screening_only: variant.screening ?? false, facts: FACTS, plate: variant.plate, pairing: null, plate_corrected: null, match: variant.match,
    law: { text: 'Không chấp hành hiệu lệnh của đèn tín hiệu giao thông', reference: 'điểm c khoản 7 Điều 7', decree: 'NĐ 168/2024/NĐ-CP', min_vnd: 4_000_000, max_vnd: 6_000_000, points: 4 },
    claim: null, second: null, decision: noticed ? { by: 'officer-2', at: vietnamIso(at), outcome: 'confirm', reason: null, note: null } : null,
    evidence: { sha256: sha(`manifest ${index}`), sealed_at: vietnamIso(at), items: itemsOf(pictures, at) },
    drawings: [{ id: 'stop-south', kind: 'stop_line', points: [[0.16, 0.7], [0.82, 0.68]] }],
    models: [{ name: 'vehicles-v1', sha256: sha('vehicles') }, { name: 'reader-v1', sha256: sha('reader') }], rules: '1', scene: sha('scene'),
    notice: noticed ? { number: '12/TB-PC08', issued_at: vietnamIso(at), respond_by: vietnamIso(epochMs(at + 20 * DAY_MS)) } : null,
    deliveries: noticed ? [{ channel: 'vneid', state: 'read', attempts: 1, at: vietnamIso(at), code: null, final: false }, { channel: 'email', state: 'failed', attempts: 12, at: vietnamIso(at), code: 'channel_refused', final: true }] : [],
    contests: noticed ? [{ id: 'contest-1', reason: 'sold', text: 'Tôi đã bán xe cho ông B ngày 01/9/2026, có giấy tờ kèm theo.', at: vietnamIso(at), kind: 'contest', state: 'open', answer: null, answered_at: null }] : [],
  };
}

const rowOf = (view: CaseView): QueueRow => ({ ...view, plate: view.plate_corrected ?? view.plate?.text ?? null, claimed_by: view.claim?.by ?? null, decided_by: view.decision?.by ?? null });
const WAITING = ['open', 'in_review', 'second_review'];

export const FIXTURE_ACCOUNTS: readonly (Account & { readonly password: string })[] = [
  { id: 'officer-1', name: 'Nguyễn Văn An', role: 'officer', password: 'demo-officer-1' },
  { id: 'officer-2', name: 'Trần Thị Bình', role: 'officer', password: 'demo-officer-2' },
  { id: 'operator-1', name: 'Lê Văn Cường', role: 'operator', password: 'demo-operator-1' },
];

export function fixtureDesk(pictures: Pictures): Desk & { readonly looks: readonly string[] } {
  const cases = new Map(VARIANTS.map((variant, index) => caseOf(variant, index, pictures)).map((view) => [view.id, view]));
  const history: HistoryRow[] = [];
  const looks: string[] = [];
  const get = (id: string): CaseView => {
    const view = cases.get(id);
    if (view === undefined) throw new Refused('not_found', id);
    return view;
  };
  const change = (id: string, actor: string, kind: string, more: Partial<CaseView>): void => {
    cases.set(id, { ...get(id), ...more });
    history.push({ seq: String(history.length + 1), at: vietnamIso(systemClock.now()), actor, kind, data: { case: id } });
  };
  const holding = (id: string, officer: string): CaseView => {
    const view = get(id);
    if (view.decision !== null) throw new Refused('already_decided', id);
    if (view.claim?.by !== officer) throw new Refused('claimed_by_other', id);
    return view;
  };
  const decide = (id: string, officer: string, outcome: 'confirm' | 'dismiss', reason: string | null): void => {
    holding(id, officer);
    change(id, officer, outcome === 'confirm' ? 'case_confirmed' : 'case_dismissed', { state: outcome === 'confirm' ? 'confirmed' : 'dismissed', claim: null, decision: { by: officer, at: vietnamIso(systemClock.now()), outcome, reason, note: null } });
  };
  const later = async <T>(value: T): Promise<T> => Promise.resolve(value);
  return {
    looks,
    signIn: async (name, password) => {
      const found = FIXTURE_ACCOUNTS.find((each) => each.id === name && each.password === password);
      return later(found ?? null);
    },
    queue: async (query) => {
      const all = [...cases.values()].map(rowOf);
      const rows = all.filter((row) => (query.waiting !== 'yes' || WAITING.includes(row.state)) && (query.state === undefined || row.state === query.state) && (query.offence === undefined || row.offence === query.offence) && (query.plate === undefined || (row.plate ?? '').includes(query.plate.toUpperCase())));
      const counts: Record<string, number> = {};
      for (const { state } of all) counts[state] = (counts[state] ?? 0) + 1;
      return later({ rows: rows.sort((a, b) => a.at.localeCompare(b.at)), counts, cameras: ['mac-thien-tich-1'], now: vietnamIso(systemClock.now()) });
    },
    caseView: async (id) => later(cases.get(id) ?? null),
    manifest: async (id) => later(manifestOf(get(id))),
    history: async (id) => later(history.filter(({ data }) => data['case'] === id)),
    claim: async (id, officer) => {
      const view = get(id);
      if (view.decision !== null) throw new Refused('already_decided', id);
      if (view.claim !== null && view.claim.by !== officer) throw new Refused('claimed_by_other', id);
      change(id, officer, 'case_claimed', { claim: { by: officer, until: vietnamIso(epochMs(systemClock.now() + 120_000)) } });
      await later(null);
    },
    release: async (id, officer) => {
      if (get(id).claim?.by === officer) change(id, officer, 'case_released', { claim: null });
      await later(null);
    },
    correctPlate: async (id, officer, text) => {
      holding(id, officer);
      change(id, officer, 'plate_corrected', { plate_corrected: text, match: { kind: 'matched', plate: text } });
      await later(null);
    },
    confirm: async (id, officer) => later(decide(id, officer, 'confirm', null)),
    dismiss: async (id, officer, reason) => later(decide(id, officer, 'dismiss', reason)),
    respond: async (id, officer, outcome, reason) => {
      const view = get(id);
      change(id, officer, 'case_upheld', { state: outcome === 'uphold' ? 'noticed' : 'withdrawn', contests: view.contests.map((contest) => ({ ...contest, state: outcome, answer: reason, answered_at: vietnamIso(systemClock.now()) })) });
      await later(null);
    },
    lookAtOwner: async (id, officer, purpose) => {
      looks.push(`${officer} ${id} owner ${purpose}`);
      return later({ kind: 'person', name: 'Phạm Thị Dung', address: '12 Yersin, phường Thủ Dầu Một', vehicle: get(id).vehicle, plate: get(id).plate?.text ?? '', plate_colour: 'white', since: null });
    },
    recordLook: async (id, actor, data) => {
      looks.push(`${actor.id} ${id} ${data.what} ${data.purpose}`);
      await later(null);
    },
    failedDeliveries: async () => later([{ case: 'case-6', case_number: '2026-000006', notice_number: '12/TB-PC08', channel: 'email' as const, attempts: 12, at: vietnamIso(systemClock.now()), code: 'channel_refused', final: true }]),
    openContests: async () => later([...cases.values()].filter(({ state }) => state === 'contested').map((view) => ({ case: view.id, case_number: view.number, reason: 'sold', at: view.at, offence: view.offence, synthetic: view.synthetic }))),
  };
}

function manifestOf(view: CaseView): Manifest {
  return {
    version: 1, violation: 'v', camera: view.camera, session: 's', track: 't', offence: view.offence, captured_at: view.at, clock_error_ms: 200,
    device: { model: 'fixture', serial: '1', inspection: 'none', inspection_valid_to: '2027-01-01' }, scene_sha256: view.scene, models: [], rules: '1', synthetic: true,
    items: view.evidence.items.map((item) => ({ role: item.role, sha256: item.sha256, bytes: 1, media_type: item.role === 'clip' ? ('video/mp4' as const) : ('image/jpeg' as const), at_ms: item.at_ms, captured_at: item.captured_at, width_px: item.width_px, height_px: item.height_px, accused_px: item.accused_px, others_px: [] })),
    sealed_at: view.at,
  };
}
