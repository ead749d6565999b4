// The headless browser that draws the frames: a server on loopback for the page, and calls into it.
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import type { Scene, SignalColour } from './description.ts';

const pair = z.tuple([z.number(), z.number()]);
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const seenVehicles = z.array(
  z.object({ id: z.string(), box, plate: z.object({ quad: z.tuple([pair, pair, pair, pair]), facing: z.number() }) }),
);

export type SeenVehicle = z.infer<typeof seenVehicles>[number];
export type Moment = {
  readonly colour: SignalColour;
  readonly poses: readonly { readonly id: string; readonly x_m: number; readonly z_m: number; readonly heading_deg: number; readonly speed_ms: number; readonly braking: boolean }[];
};
export type Painter = {
  /** Where every vehicle is at each moment, without drawing. */
  readonly survey: (scene: Scene, moments: readonly Moment[]) => Promise<readonly (readonly SeenVehicle[])[]>;
  readonly prepare: (scene: Scene) => Promise<void>;
  /** The pixels (RGBA, bottom row first) arrive after the answer, while the next frame may already be drawn. */
  readonly draw: (moment: Moment) => Promise<{ readonly seen: readonly SeenVehicle[]; readonly pixels: Promise<Buffer> }>;
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
  const waiting: ((pixels: Buffer) => void)[] = [];
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return sendFile(request, response);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      // The oldest waits for the frame that was drawn first.
      waiting.shift()?.(Buffer.concat(parts));
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
    survey: async (scene, moments) => {
      const found = await page.evaluate(`window.street.survey(${JSON.stringify(scene)}, ${JSON.stringify(moments)})`);
      return z.array(seenVehicles).parse(found);
    },
    prepare: async (scene) => {
      await page.evaluate(`window.street.prepare(${JSON.stringify(scene)})`);
    },
    draw: async (moment) => {
      const pixels = new Promise<Buffer>((resolve) => waiting.push(resolve));
      return { seen: seenVehicles.parse(await page.evaluate(`window.street.draw(${JSON.stringify(moment)})`)), pixels };
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
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
