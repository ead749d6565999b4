// The camera file being edited: on the picture or as text, checked at every change by the same schema as on the server.
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { parse, stringify } from 'yaml';
import { cameraFile, type CameraFile } from '../../../domain/scene.ts';
import { draftResult, type CameraView, type PlatePixelsRow } from '../../api/cameras-contract.ts';
import { reasonOf } from '../../../domain/errors.ts';
import { call, cameraUrl } from '../api.ts';

export type Mistake = { readonly field: string; readonly message: string };
export type Draft = {
  /** The last valid state: what the picture shows. */
  readonly file: CameraFile;
  readonly text: string;
  readonly mistakes: readonly Mistake[];
  readonly changed: boolean;
  readonly platePixels: readonly PlatePixelsRow[];
  readonly setFile: (file: CameraFile) => void;
  readonly setText: (text: string) => void;
  readonly reset: () => void;
};

/** Every mistake of a text by field; the file where there is none. */
export function readDraft(text: string): { readonly file: CameraFile | null; readonly mistakes: readonly Mistake[] } {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return { file: null, mistakes: [{ field: 'YAML', message: reasonOf(error) }] };
  }
  const parsed = cameraFile.safeParse(value);
  return parsed.success ? { file: parsed.data, mistakes: [] } : { file: null, mistakes: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) };
}

const CHECK_AFTER_MS = 250;

export function useDraft(view: CameraView): Draft {
  const [file, setFile] = useState(view.file);
  const [text, setText] = useState(() => stringify(view.file));
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [platePixels, setPlatePixels] = useState<readonly PlatePixelsRow[]>(view.plate_pixels);
  const [settled] = useDebouncedValue(file, CHECK_AFTER_MS);
  useEffect(() => {
    void call(draftResult, 'POST', cameraUrl(view.status.id, '/check'), { file: settled }).then((answer) => answer.ok && setPlatePixels(answer.value.plate_pixels));
  }, [settled, view.status.id]);
  const take = (next: CameraFile): void => {
    setFile(next);
    setText(stringify(next));
    setMistakes([]);
  };
  const takeText = (next: string): void => {
    setText(next);
    const read = readDraft(next);
    setMistakes(read.mistakes);
    if (read.file !== null) setFile(read.file);
  };
  return { file, text, mistakes, changed: file !== view.file || mistakes.length > 0, platePixels, setFile: take, setText: takeText, reset: () => take(view.file) };
}
