// What a camera file's schema cannot say: names that must point somewhere, things that need each other, dates in order.
import { calibrateDeclared } from '../domain/calibration.ts';
import type { CameraFile } from '../domain/scene.ts';

export type Dangling = { readonly path: readonly PropertyKey[]; readonly message: string };

export function crossReferences(camera: CameraFile): readonly Dangling[] {
  return [...duplicates(camera), ...unknownSignals(camera), ...unknownLanes(camera), ...missingParts(camera), ...dates(camera), ...plateCameras(camera), ...road(camera), ...controllers(camera)];
}

const LISTS = ['regions', 'signals', 'stop_lines', 'lanes', 'solid_lines', 'zones', 'exits'] as const;

function duplicates(camera: CameraFile): Dangling[] {
  return LISTS.flatMap((list) => {
    const ids = camera[list].map(({ id }) => id);
    return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [{ path: [list, index, 'id'], message: `"${id}" is used twice in ${list}; ids must differ` }] : []));
  });
}

function unknownSignals(camera: CameraFile): Dangling[] {
  const main = camera.signals.filter(({ kind }) => kind === 'main').map(({ id }) => id);
  const arrows = camera.signals.filter(({ kind }) => kind === 'arrow').map(({ id }) => id);
  return camera.stop_lines.flatMap((stopLine, index) => [
    ...(main.includes(stopLine.signal) ? [] : [{ path: ['stop_lines', index, 'signal'], message: `expected the id of a main signal (${main.join(', ') || 'none is declared'}), got "${stopLine.signal}"` }]),
    ...stopLine.permits.flatMap(({ arrow }, permit) =>
      arrow === undefined || arrows.includes(arrow) ? [] : [{ path: ['stop_lines', index, 'permits', permit, 'arrow'], message: `expected the id of an arrow (${arrows.join(', ') || 'none is declared'}), got "${arrow}"` }],
    ),
  ]);
}

function unknownLanes(camera: CameraFile): Dangling[] {
  const lanes = camera.lanes.map(({ id }) => id);
  return camera.speed.flatMap((speed, index) =>
    speed.limits.flatMap(({ lanes: named = [] }, limit) => named.filter((lane) => !lanes.includes(lane)).map((lane) => ({ path: ['speed', index, 'limits', limit, 'lanes'], message: `no lane is called "${lane}"` }))),
  );
}

function missingParts(camera: CameraFile): Dangling[] {
  return [
    ...camera.signals.flatMap((signal, index) => (signal.kind === 'arrow' && signal.direction === undefined ? [{ path: ['signals', index], message: 'an arrow needs its direction: left, right or straight' }] : [])),
    ...camera.zones.flatMap((zone, index) => (zone.kind === 'one_way' && zone.heading === undefined ? [{ path: ['zones', index], message: 'a one_way zone needs its lawful heading' }] : [])),
    ...camera.zones.flatMap((zone, index) => ((zone.kind === 'no_stopping' || zone.kind === 'no_parking') && zone.stop_s === undefined ? [{ path: ['zones', index], message: `a ${zone.kind} zone needs stop_s, the seconds after which standing counts` }] : [])),
    ...camera.stop_lines.flatMap((stopLine, index) => stopLine.permits.flatMap((permit, at) => (permit.arrow === undefined && permit.sign === undefined ? [{ path: ['stop_lines', index, 'permits', at], message: 'a permit needs the arrow or the sign that gives it' }] : []))),
    ...(camera.speed.length > 0 && camera.calibration === undefined ? [{ path: ['speed'], message: 'speed needs a calibration: four or more road points in metres' }] : []),
  ];
}

/** A calibration that would be refused when it runs is refused here, with its number. */
function road({ calibration }: CameraFile): Dangling[] {
  const result = calibration === undefined ? null : calibrateDeclared(calibration, 1920, 1080);
  return result?.state === 'refused' ? [{ path: ['calibration'], message: result.why }] : [];
}

function controllers({ controller, signals }: CameraFile): Dangling[] {
  const told = signals.flatMap((signal, index) => (signal.controller === undefined ? [] : [index]));
  return [
    ...(controller === undefined ? told.map((index) => ({ path: ['signals', index, 'controller'], message: 'a topic needs the broker that carries it: controller.broker' })) : []),
    ...(controller !== undefined && told.length === 0 ? [{ path: ['controller'], message: 'no signal names its topic: signals[].controller.topic' }] : []),
  ];
}

function plateCameras({ camera, plate_cameras: named = [], calibration }: CameraFile): Dangling[] {
  const ids = named.map((one) => one.camera);
  return [
    ...ids.flatMap((id, index) => (id === camera ? [{ path: ['plate_cameras', index, 'camera'], message: `"${id}" is this camera itself; name another one` }] : [])),
    ...ids.flatMap((id, index) => (ids.indexOf(id) < index ? [{ path: ['plate_cameras', index, 'camera'], message: `"${id}" is named twice` }] : [])),
    ...(named.length > 0 && calibration === undefined ? [{ path: ['plate_cameras'], message: 'pairing needs a calibration here and in every plate camera\'s file: road points in metres of one and the same plane' }] : []),
  ];
}

function dates({ device }: CameraFile): Dangling[] {
  const spans = [['inspection', device.inspection], ['speed_verification', device.speed_verification]] as const;
  return spans.flatMap(([name, span]) => (span !== undefined && span.valid_to < span.valid_from ? [{ path: ['device', name, 'valid_to'], message: `valid_to ${span.valid_to} lies before valid_from ${span.valid_from}` }] : []));
}
