// Reads camera files: YAML in, a checked CameraFile out, every mistake named with its line.
import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument, isNode, type Document } from 'yaml';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure, reasonOf } from '../domain/errors.ts';
import { cameraFile, type CameraFile } from '../domain/scene.ts';
import { sha256, type Sha256 } from '../domain/units.ts';
import { crossReferences } from './references.ts';

export type Mistake = { readonly line: number; readonly at: string; readonly message: string };
export type Checked = { readonly kind: 'good'; readonly camera: CameraFile; readonly sha256: Sha256 } | { readonly kind: 'bad'; readonly mistakes: readonly Mistake[] };

/** Every mistake of a camera file's text: YAML first, then the schema, then names that point nowhere. */
export function checkCamera(text: string): Checked {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineOf = (path: readonly PropertyKey[]): number => {
    const offset = deepest(document, path);
    return offset === null ? 1 : lines.linePos(offset).line;
  };
  if (document.errors.length > 0) {
    return { kind: 'bad', mistakes: document.errors.map((error) => ({ line: error.linePos?.[0].line ?? 1, at: '', message: error.message.split('\n')[0] ?? 'not YAML' })) };
  }
  const parsed = cameraFile.safeParse(document.toJS());
  if (!parsed.success) return { kind: 'bad', mistakes: parsed.error.issues.map((issue) => ({ line: lineOf(issue.path), at: issue.path.join('.'), message: issue.message })) };
  const dangling = crossReferences(parsed.data);
  if (dangling.length > 0) return { kind: 'bad', mistakes: dangling.map(({ path, message }) => ({ line: lineOf(path), at: path.join('.'), message })) };
  return { kind: 'good', camera: parsed.data, sha256: sha256(createHash('sha256').update(text).digest('hex')) };
}

/** Reads and checks a file. Throws Failure('bad_config') that lists every mistake as `FILE:LINE at: message`. */
export async function loadCamera(path: string): Promise<{ readonly camera: CameraFile; readonly sha256: Sha256 }> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Failure('bad_config', `${path}: expected a camera file; ${reasonOf(cause)}`, { cause });
  });
  const checked = checkCamera(text);
  if (checked.kind === 'bad') throw new Failure('bad_config', checked.mistakes.map(({ line, at, message }) => `${path}:${line} ${at}: ${message}`).join('\n'));
  return checked;
}

/** The published JSON Schema of the camera file, for editors. */
export const cameraSchema = (): unknown => z.toJSONSchema(cameraFile, { io: 'input' });

/** Offset of the node at the path, or of its nearest ancestor that exists in the text. */
function deepest(document: Document, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range !== undefined && node.range !== null) return node.range[0];
  }
  return null;
}
