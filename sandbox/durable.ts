// Durable files for the simulated servers: append-only JSON lines and whole files that survive SIGKILL at any moment.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

export type JsonLines = { readonly append: (entry: unknown) => Promise<void>; readonly close: () => Promise<void> };

/** Opens the log, hands every stored entry to `replay` in order, and cuts off a line that a crash left half-written. */
export async function openLines(path: string, replay: (entry: unknown) => void): Promise<JsonLines> {
  await mkdir(dirname(path), { recursive: true });
  const text = await readFile(path, 'utf8').catch(() => '');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  for (const line of whole.split('\n')) if (line !== '') replay(JSON.parse(line));
  const file = await open(path, 'a', 0o600);
  let tail: Promise<void> = Promise.resolve();
  const write = async (entry: unknown): Promise<void> => {
    await file.appendFile(`${JSON.stringify(entry)}\n`);
    await file.sync();
  };
  return {
    append: async (entry) => {
      const mine = tail.then(async () => write(entry));
      // One failed append must not poison those behind it; its own caller is told.
      tail = mine.catch(() => undefined);
      await mine;
    },
    close: async () => {
      await tail;
      await file.close();
    },
  };
}

/** The bytes are on the disk under their final name when this returns. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
