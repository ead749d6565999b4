// The camera file being edited: on the picture or as text, checked at every change by the same schema as on the server.
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { parse, stringify } from 'yaml';
import { cameraFile, type CameraFile } from '../../../domain/scene.ts';
import { draftResult, type CameraView, type PlatePixelsRow } from '../../api/cameras-contract.ts';
import { reasonOf } from '../../../domain/errors.ts';
import { call, cameraUrl } from '../api.ts';
import { judgeRoad, roadOf, type Judged, type RoadDraft } from './road-draft.ts';

export type Mistake = { readonly field: string; readonly message: string };
export type Draft = {
  /** The last valid state: what the picture shows. */
  readonly file: CameraFile;
  readonly text: string;
  readonly mistakes: readonly Mistake[];
  readonly changed: boolean;
  readonly platePixels: readonly PlatePixelsRow[];
  /** Road points and lengths, complete or not; only a calibration that is accepted enters the file. */
  readonly road: RoadDraft;
  readonly judged: Judged;
  readonly setRoad: (road: RoadDraft) => void;
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
  const [typed, setTyped] = useState<readonly Mistake[]>([]);
  const [found, setFound] = useState<readonly Mistake[]>([]);
  const [road, setRoad] = useState(() => roadOf(view.file.calibration));
  const judged = useMemo(() => judgeRoad(road), [road]);
  const [platePixels, setPlatePixels] = useState<readonly PlatePixelsRow[]>(view.plate_pixels);
  const [settled] = useDebouncedValue(file, CHECK_AFTER_MS);
  useEffect(() => {
    void call(draftResult, 'POST', cameraUrl(view.status.id, '/check'), { file: settled }).then((answer) => {
      if (!answer.ok) return;
      if (answer.value.ok) setPlatePixels(answer.value.plate_pixels);
      setFound(answer.value.mistakes);
    });
  }, [settled, view.status.id]);
  const take = (next: CameraFile): void => {
    setFile(next);
    setText(stringify(next));
    setTyped([]);
  };
  const takeRoad = (next: RoadDraft): void => {
    setRoad(next);
    const { declared, mistake } = judgeRoad(next);
    const { calibration: _, ...without } = file;
    if (mistake === null) take(declared.points.length === 0 ? without : { ...file, calibration: declared });
  };
  const takeText = (next: string): void => {
    setText(next);
    const read = readDraft(next);
    setTyped(read.mistakes);
    if (read.file === null) return;
    setFile(read.file);
    setRoad(roadOf(read.file.calibration));
  };
  const reset = (): void => {
    take(view.file);
    setRoad(roadOf(view.file.calibration));
  };
  const mistakes = [...typed, ...(typed.length === 0 ? found : []), ...(judged.mistake === null ? [] : [{ field: 'calibration', message: judged.mistake }])];
  return { file, text, road, judged, mistakes, changed: file !== view.file || mistakes.length > 0, platePixels, setFile: take, setRoad: takeRoad, setText: takeText, reset };
}
