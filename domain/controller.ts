// What a signal's controller says over MQTT: one JSON message a signal's topic, at every change and as a heartbeat between.
import { z } from 'zod';
import { parseInstant } from './clock.ts';
import { epochMs, type EpochMs } from './units.ts';

const moment = z.iso.datetime({ offset: true });

/** The published form (docs/signal-controller.schema.json). */
export const controllerMessage = z.strictObject({
  version: z.literal(1),
  colour: z.enum(['red', 'amber', 'green', 'dark']).describe('what this head shows; an arrow shows green or dark'),
  flashing: z.boolean().default(false),
  since: moment.describe('when this colour began, by the controller\'s clock, such as 2026-11-20T08:15:03.120+07:00'),
  sent: moment.describe('when this message was sent, by the same clock'),
});
export type ControllerMessage = z.infer<typeof controllerMessage>;

/** The JSON Schema that makers of controllers are given. */
export const controllerSchema = (): unknown => z.toJSONSchema(controllerMessage, { io: 'input' });

/** One message as it was heard. */
export type ControllerReport = { readonly signal: string; readonly colour: ControllerMessage['colour']; readonly flashing: boolean; readonly since: EpochMs; readonly sent: EpochMs; readonly heard: EpochMs };

export const reportOf = (signal: string, { colour, flashing, since, sent }: ControllerMessage, heard: EpochMs): ControllerReport => ({ signal, colour, flashing, since: epochMs(parseInstant(since)), sent: epochMs(parseInstant(sent)), heard });
