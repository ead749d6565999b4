// The door to MQTT: hears what a junction's signal controller says, comes back after every fault, and never throws.
import { connect } from 'mqtt';
import { controllerMessage, reportOf, type ControllerReport } from '../domain/controller.ts';
import type { Clock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';

export type ControllerLink = {
  readonly broker: string;
  /** Topic and the signal of the camera file that it speaks of. */
  readonly topics: readonly { readonly topic: string; readonly signal: string }[];
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onReport: (report: ControllerReport) => void;
  /** Told as it happens; texts hold neither credentials nor payloads. */
  readonly onFault: (reason: string) => void;
};

const RECONNECT_MS = 2000;
const CONNECT_MS = 5000;
const AT_LEAST_ONCE = 1;

/** Resolves when the signal aborts and the connection is closed. */
export async function followController({ broker, topics, credentials, clock, signal, onReport, onFault }: ControllerLink): Promise<void> {
  const client = connect(broker, { reconnectPeriod: RECONNECT_MS, connectTimeout: CONNECT_MS, clean: true, resubscribe: true, ...(credentials ?? {}) });
  let down = false;
  const fault = (reason: string): void => {
    if (!down) onFault(reason);
    down = true;
  };
  client.on('error', (thrown) => fault(`MQTT: ${reasonOf(thrown)}`));
  client.on('close', () => fault('MQTT: the connection is closed; trying again'));
  client.on('connect', () => {
    down = false;
    client.subscribe(topics.map(({ topic }) => topic), { qos: AT_LEAST_ONCE }, (thrown) => {
      if (thrown !== null && thrown !== undefined) onFault(`MQTT: the topics were refused: ${reasonOf(thrown)}`);
    });
  });
  client.on('message', (topic, payload) => {
    const heard = clock.now();
    for (const known of topics.filter((each) => each.topic === topic)) {
      const message = controllerMessage.safeParse(read(payload));
      if (message.success) onReport(reportOf(known.signal, message.data, heard));
      else onFault(`topic ${topic}: expected a message as in docs/signal-controller.schema.json: ${message.error.issues.map(({ path, message: text }) => `${path.join('.')} ${text}`).join('; ')}`);
    }
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  down = true;
  await client.endAsync(true);
}

function read(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return null;
  }
}
