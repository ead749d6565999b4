// The signal controller of a camera: connected, compared with the picture, its faults told to operators.
import { followController } from '../cameras/controller.ts';
import type { Clock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { Frame, Sight } from '../domain/sighting.ts';
import { createAgreement } from '../pipeline/perceive/agreement.ts';
import { createControllerPhases } from '../pipeline/perceive/controller.ts';
import type { Stages } from '../pipeline/watch-stages.ts';
import type { Config } from './config.ts';
import { logFault } from './log.ts';
import type { Reporter } from './report.ts';

export type Controller = {
  readonly controller: NonNullable<Stages['controller']>;
  readonly see: (sight: Sight) => void;
  /** Picture and controller disagree: nobody is accused by this signal. */
  readonly disagrees: () => boolean;
};

/** Null where the camera file names no controller. */
export function openController(camera: CameraFile, config: Pick<Config, 'mqtt'>, clock: Clock, over: AbortSignal, report: Pick<Reporter, 'fault'>): Controller | null {
  const { controller } = camera;
  const topics = camera.signals.flatMap(({ id, controller: told }) => (told === undefined ? [] : [{ topic: told.topic, signal: id }]));
  if (controller === undefined || topics.length === 0) return null;
  const phases = createControllerPhases({ signals: topics.map(({ signal }) => signal), clockErrorMs: controller.clock_error_ms, staleMs: controller.stale_ms });
  const agreement = createAgreement(camera.signals.flatMap(({ id, kind }) => (kind === 'arrow' ? [id] : [])));
  const unusable = counted(clock);
  void followController({
    broker: controller.broker, topics, credentials: config.mqtt, clock, signal: over, onFault: (reason) => logFault(`controller of ${camera.camera}`, reason),
    onReport: (heard) => {
      const why = phases.hear(heard);
      if (why !== null) unusable(`signal ${heard.signal}: ${why}`);
    },
  }).catch((thrown: unknown) => logFault(`controller of ${camera.camera}`, reasonOf(thrown)));
  let disagrees = false;
  return {
    controller: (_at, frame: Frame) => phases.at(frame),
    see: ({ signals, at, capturedAt }) => {
      const faults = agreement.see(signals, at);
      disagrees = faults.length > 0;
      report.fault('signals_disagree', disagrees ? faults.join('; ') : null);
      const silent = phases.silent(capturedAt);
      report.fault('controller_silent', silent.length > 0 ? `no fresh word on ${silent.join(', ')}: the picture judges alone` : null);
    },
    disagrees: () => disagrees,
  };
}

const TELL_MS = 60_000;
/** The same fault a hundred times a second is told once a minute, with its count. */
function counted(clock: Clock): (text: string) => void {
  let [count, told] = [0, -Infinity];
  return (text) => {
    count += 1;
    if (clock.monotonicMs() - told < TELL_MS) return;
    logFault('controller', `${count} message(s) not used, the last: ${text}`);
    told = clock.monotonicMs();
    count = 0;
  };
}
