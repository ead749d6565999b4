// The operator's cameras: their state, their files, their reference pictures and their switches.
import { Refused } from '../../../domain/errors.ts';
import { cameraFile, type CameraFile } from '../../../domain/scene.ts';
import type { Clock } from '../../../domain/clock.ts';
import { accountOf, only } from '../access.ts';
import type { App } from '../app.ts';
import { cameraParams, cameraStatus, cameraView, draftCamera, draftResult, pictureQuery, renewed, savedCamera, saveCamera, setSwitch, switchView, type DraftResult } from '../cameras-contract.ts';
import { refusal } from '../contract.ts';
import type { CameraDesk } from '../desk.ts';

const refusals = { 400: refusal, 401: refusal, 403: refusal, 404: refusal, 409: refusal } as const;
const operator = only('operator');

async function known(desk: CameraDesk, camera: string): Promise<{ readonly file: CameraFile; readonly version: string }> {
  const found = await desk.read(camera);
  if (found === null) throw new Refused('not_found', `no camera ${camera}`);
  return found;
}

/** Every mistake of a draft by field, and what its plates would measure. */
function check(desk: CameraDesk, draft: unknown): DraftResult & { readonly file: CameraFile | null } {
  const parsed = cameraFile.safeParse(draft);
  if (parsed.success) {
    const found = [...desk.mistakes(parsed.data)];
    const ok = found.length === 0;
    return { ok, mistakes: found, plate_pixels: ok ? [...desk.platePixels(parsed.data)] : [], file: ok ? parsed.data : null };
  }
  const mistakes = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  return { ok: false, mistakes, plate_pixels: [], file: null };
}

export function cameraRoutes(app: App, desk: CameraDesk, clock: Clock): void {
  app.get('/api/cameras', { onRequest: operator, schema: { summary: 'All cameras with their state', response: { ...refusals, 200: cameraStatus.array() } } }, async () => [...(await desk.list())]);

  app.get('/api/cameras/:camera', { onRequest: operator, schema: { summary: 'One camera', params: cameraParams, response: { ...refusals, 200: cameraView } } }, async (request) => {
    const { camera } = request.params;
    const [{ file, version }, all, picture, switches, hours] = await Promise.all([known(desk, camera), desk.list(), desk.picture(camera), desk.switches(camera), desk.hours(camera)]);
    const status = all.find(({ id }) => id === camera);
    if (status === undefined) throw new Refused('not_found', `no camera ${camera}`);
    return { status, file, version, switches: [...switches], hours: [...hours], has_picture: picture !== null, plate_pixels: [...desk.platePixels(file)] };
  });

  app.get('/api/cameras/:camera/picture', { onRequest: operator, schema: { summary: 'A real frame of the camera', params: cameraParams, querystring: pictureQuery } }, async (request, reply) => {
    const picture = await desk.picture(request.params.camera, request.query.which);
    if (picture === null) throw new Refused('not_found', 'no picture was kept');
    return reply.type('image/jpeg').send(Buffer.from(picture));
  });

  editRoutes(app, desk, clock);
}

function editRoutes(app: App, desk: CameraDesk, clock: Clock): void {
  app.post('/api/cameras/:camera/check', { onRequest: operator, schema: { summary: 'Check a draft without saving', params: cameraParams, body: draftCamera, response: { ...refusals, 200: draftResult } } }, async (request) => {
    await known(desk, request.params.camera);
    return check(desk, request.body.file);
  });

  app.put('/api/cameras/:camera', { onRequest: operator, schema: { summary: 'Save a new version', params: cameraParams, body: saveCamera, response: { ...refusals, 200: savedCamera } } }, async (request) => {
    const { camera } = request.params;
    await known(desk, camera);
    const { file, mistakes } = check(desk, request.body.file);
    if (file === null) throw new Refused('bad_request', mistakes.map(({ field, message }) => `${field}: ${message}`).join('\n'));
    if (file.camera !== camera) throw new Refused('bad_request', `camera: expected "${camera}", got "${file.camera}"`);
    return { version: await desk.save(camera, file, request.body.version, accountOf(request).id) };
  });

  app.post('/api/cameras/:camera/reference', { onRequest: operator, schema: { summary: 'The present picture becomes the reference', params: cameraParams, response: { ...refusals, 200: renewed } } }, async (request) => {
    await known(desk, request.params.camera);
    await desk.renewPicture(request.params.camera, accountOf(request).id);
    return { renewed: true as const };
  });

  app.put('/api/cameras/:camera/switch', { onRequest: operator, schema: { summary: 'Officer directing, or signal fault, for some hours', params: cameraParams, body: setSwitch, response: { ...refusals, 200: switchView.array() } } }, async (request) => {
    const { camera } = request.params;
    await known(desk, camera);
    const { name, on, hours } = request.body;
    await desk.setSwitch(camera, name, on ? clock.now() + hours * 3_600_000 : null, accountOf(request).id);
    return [...(await desk.switches(camera))];
  });
}
