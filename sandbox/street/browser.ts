// The headless browser that draws: a server on loopback for the page, and calls into it.
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import type { SignalColour, Stage } from './description.ts';

const pair = z.tuple([z.number(), z.number()]);
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const seenVehicles = z.array(
  z.object({ id: z.string(), box, plate: z.object({ quad: z.tuple([pair, pair, pair, pair]), facing: z.number() }) }),
);

export type SeenVehicle = z.infer<typeof seenVehicles>[number];
export type VehiclePose = { readonly id: string; readonly x_m: number; readonly z_m: number; readonly heading_deg: number; readonly speed_ms: number; readonly braking: boolean };
export type Moment = { readonly colour: SignalColour; readonly poses: readonly VehiclePose[] };
/** Pixels are RGBA, bottom row first. */
export type World = { readonly label: Buffer; readonly distances: Buffer; readonly shaded: Buffer | null; readonly pictures: readonly Buffer[] };
/** x, y, width, height in whole pixels of the frame; may reach beyond it. */
export type Rectangle = readonly [number, number, number, number];
export type Painter = {
  /** Where every vehicle is at each moment, without drawing. */
  readonly survey: (stage: Stage, moments: readonly Moment[]) => Promise<readonly (readonly SeenVehicle[])[]>;
  readonly prepare: (stage: Stage) => Promise<World>;
  /** One vehicle alone: RGBA premultiplied, then a byte a pixel of the shadow on the road, if any sun shines. */
  readonly sprite: (pose: VehiclePose, rect: Rectangle) => Promise<Buffer>;
  readonly forget: (id: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const PAGE_FOLDER = fileURLToPath(new URL('.', import.meta.url));
const MODULE_FOLDER = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html', '.woff2': 'font/woff2' };
/** Software rendering: it draws the same on every machine and needs no graphics card. */
const FLAGS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-gpu-vsync',
];
const PREPARE_LIMIT_MS = 600_000;

export async function openPainter(executablePath = '/usr/bin/chromium'): Promise<Painter> {
  const { arrive, next } = mailbox();
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return sendFile(request, response);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      arrive(Buffer.concat(parts));
      response.end();
    });
  });
  const port = await listen(server);
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const page = await browser.newPage();
  page.setDefaultTimeout(PREPARE_LIMIT_MS);
  reportFaults(page);
  await page.goto(`http://127.0.0.1:${port}/page/index.html`);
  await page.waitForFunction('window.street !== undefined');
  return {
    survey: async (stage, moments) => {
      const found = await page.evaluate(`window.street.survey(${JSON.stringify(stage)}, ${JSON.stringify(moments)})`);
      return z.array(seenVehicles).parse(found);
    },
    prepare: async (stage) => prepare(page, stage, next),
    sprite: async (pose, rect) => {
      const pixels = next();
      await page.evaluate(`window.street.sprite(${JSON.stringify({ pose, rect })})`);
      return pixels;
    },
    forget: async (id) => {
      await page.evaluate(`window.street.forget(${JSON.stringify(id)})`);
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** Pixels come in the order of drawing, before or after somebody waits for them. */
function mailbox(): { readonly arrive: (pixels: Buffer) => void; readonly next: () => Promise<Buffer> } {
  const here: Buffer[] = [];
  const waiting: ((pixels: Buffer) => void)[] = [];
  return {
    arrive: (pixels) => {
      const first = waiting.shift();
      if (first === undefined) here.push(pixels);
      else first(pixels);
    },
    next: async () => {
      const first = here.shift();
      return first ?? new Promise((resolve) => waiting.push(resolve));
    },
  };
}

async function prepare(page: Page, stage: Stage, next: () => Promise<Buffer>): Promise<World> {
  const { shaded, pictures: count } = z.object({ shaded: z.boolean(), pictures: z.number() }).parse(await page.evaluate(`window.street.prepare(${JSON.stringify(stage)})`));
  const label = await next();
  const distances = await next();
  const inShade = shaded ? await next() : null;
  const pictures: Buffer[] = [];
  while (pictures.length < count) pictures.push(await next());
  return { label, distances, shaded: inShade, pictures };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page server has no port');
  return address.port;
}

/** Serves this folder, and installed packages under /modules/. */
function sendFile(request: IncomingMessage, response: ServerResponse): void {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname));
  const file = path.startsWith('/modules/') ? join(MODULE_FOLDER, path.slice('/modules/'.length)) : join(PAGE_FOLDER, path);
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
}

function reportFaults(page: Page): void {
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`page: ${message.text()}\n`);
  });
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
}
