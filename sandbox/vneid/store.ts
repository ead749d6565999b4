// What the stand-in keeps: notices by idempotency key, and when each was read; replayed from a log after any crash.
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openLines, writeDurably } from '../durable.ts';

const notice = z.object({
  kind: z.literal('notice'), receipt: z.string(), key: z.string(), fingerprint: z.string(), personalId: z.string(), number: z.string(), title: z.string(), summary: z.string(),
  sender: z.string(), portalUrl: z.string(), pdfSha256: z.string(), receivedAt: z.number(),
});
const read = z.object({ kind: z.literal('read'), receipt: z.string(), at: z.number() });
const entry = z.discriminatedUnion('kind', [notice, read]);
export type StoredNotice = Omit<z.infer<typeof notice>, 'kind'>;
export type NewNotice = Omit<StoredNotice, 'receipt' | 'fingerprint' | 'pdfSha256'>;
export type ReadReceipt = { readonly seq: number; readonly receipt: string; readonly idempotency_key: string; readonly read_at: number };
export type Kept = { readonly kind: 'kept' | 'duplicate'; readonly notice: StoredNotice } | { readonly kind: 'conflict' };

export type InboxStore = {
  /** Durable when it returns. The same key with the same content is one notice; with another content it is refused. */
  readonly keep: (notice: NewNotice, pdf: Uint8Array) => Promise<Kept>;
  readonly inbox: (personalId: string) => readonly StoredNotice[];
  readonly open: (personalId: string, receipt: string) => StoredNotice | null;
  readonly pdf: (notice: StoredNotice) => Promise<Uint8Array>;
  /** The first opening counts; later ones change nothing. */
  readonly markRead: (receipt: string, at: number) => Promise<void>;
  readonly readAt: (receipt: string) => number | null;
  readonly receiptsAfter: (seq: number) => readonly ReadReceipt[];
  readonly count: () => number;
  readonly close: () => Promise<void>;
};

export async function openInboxStore(folder: string): Promise<InboxStore> {
  const byKey = new Map<string, StoredNotice>();
  const byReceipt = new Map<string, StoredNotice>();
  const reads = new Map<string, number>();
  const order: string[] = [];
  const remember = (stored: z.infer<typeof entry>): void => {
    if (stored.kind === 'notice') {
      byKey.set(stored.key, stored);
      byReceipt.set(stored.receipt, stored);
    } else if (!reads.has(stored.receipt)) {
      reads.set(stored.receipt, stored.at);
      order.push(stored.receipt);
    }
  };
  const log = await openLines(join(folder, 'inbox.jsonl'), (line) => remember(entry.parse(line)));
  const pdfPath = (sha256: string): string => join(folder, 'pdf', `${sha256}.pdf`);
  // One writer at a time: two requests with one key must not both find it free.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = tail.then(work);
    tail = mine.catch(() => undefined);
    return mine;
  };
  const append = async (stored: z.infer<typeof entry>): Promise<void> => {
    await log.append(stored);
    remember(stored);
  };
  const keepNow = async (fresh: NewNotice, pdf: Uint8Array): Promise<Kept> => {
    const pdfSha256 = createHash('sha256').update(pdf).digest('hex');
    const { receivedAt, ...content } = fresh;
    const fingerprint = createHash('sha256').update(JSON.stringify([content.personalId, content.number, pdfSha256])).digest('hex');
    const known = byKey.get(fresh.key);
    if (known !== undefined) return known.fingerprint === fingerprint ? { kind: 'duplicate', notice: known } : { kind: 'conflict' };
    await writeDurably(pdfPath(pdfSha256), pdf);
    const stored = { ...content, receivedAt, kind: 'notice' as const, receipt: `VN-${randomBytes(9).toString('base64url')}`, fingerprint, pdfSha256 };
    await append(stored);
    return { kind: 'kept', notice: stored };
  };
  return {
    keep: async (fresh, pdf) => inTurn(async () => keepNow(fresh, pdf)),
    inbox: (personalId) => [...byReceipt.values()].filter((stored) => stored.personalId === personalId).sort((a, b) => b.receivedAt - a.receivedAt),
    open: (personalId, receipt) => {
      const stored = byReceipt.get(receipt);
      return stored?.personalId === personalId ? stored : null;
    },
    pdf: async ({ pdfSha256 }) => readFile(pdfPath(pdfSha256)),
    markRead: async (receipt, at) =>
      inTurn(async () => {
        if (!reads.has(receipt)) await append({ kind: 'read', receipt, at });
      }),
    readAt: (receipt) => reads.get(receipt) ?? null,
    receiptsAfter: (seq) =>
      order.slice(seq).map((receipt, index) => ({ seq: seq + index + 1, receipt, idempotency_key: byReceipt.get(receipt)?.key ?? '', read_at: reads.get(receipt) ?? 0 })),
    count: () => byKey.size,
    close: log.close,
  };
}
