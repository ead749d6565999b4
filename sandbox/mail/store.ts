// Keeps every received message as one .eml file; a message that comes twice under one Message-ID is one message.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLines, writeDurably } from '../durable.ts';

export type StoredMail = { readonly id: string; readonly receivedAt: number; readonly from: string; readonly to: readonly string[]; readonly subject: string; readonly messageId: string };
export type MailStore = {
  /** Newest first. */
  readonly list: () => readonly StoredMail[];
  readonly source: (id: string) => Promise<Uint8Array | null>;
  /** Returns after the bytes are durable; `duplicate` when the same Message-ID for the same recipients is there already. */
  readonly keep: (mail: Omit<StoredMail, 'id'>, source: Uint8Array) => Promise<{ readonly id: string; readonly duplicate: boolean }>;
  readonly close: () => Promise<void>;
};

export async function openMailStore(folder: string): Promise<MailStore> {
  const mails = new Map<string, StoredMail>();
  const keeping = new Map<string, Promise<void>>();
  const log = await openLines(join(folder, 'mails.jsonl'), (entry) => {
    if (isStored(entry)) mails.set(entry.id, entry);
  });
  const pathOf = (id: string): string => join(folder, 'eml', `${id}.eml`);
  const write = async (mail: StoredMail, source: Uint8Array): Promise<void> => {
    await writeDurably(pathOf(mail.id), source);
    await log.append(mail);
    mails.set(mail.id, mail);
  };
  return {
    list: () => [...mails.values()].sort((a, b) => b.receivedAt - a.receivedAt),
    source: async (id) => (mails.has(id) ? readFile(pathOf(id)) : null),
    keep: async (mail, source) => {
      const id = createHash('sha256').update(JSON.stringify([mail.messageId, [...mail.to].sort()])).digest('hex').slice(0, 32);
      const running = keeping.get(id);
      if (running !== undefined) await running;
      if (mails.has(id)) return { id, duplicate: true };
      const mine = write({ ...mail, id }, source);
      keeping.set(id, mine);
      await mine.finally(() => keeping.delete(id));
      return { id, duplicate: false };
    },
    close: log.close,
  };
}

function isStored(entry: unknown): entry is StoredMail {
  return typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' && 'subject' in entry && 'to' in entry && Array.isArray(entry.to);
}
