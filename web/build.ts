// Builds the console's screens into one folder with Vite; the owner's pages need no build.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Writes index.html and assets/ to `outDir`. */
export async function buildScreens(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('./app', import.meta.url)),
    base: '/',
    logLevel: 'warn',
    plugins: [react()],
    // No inlined pictures or fonts, no preload script: the content policy allows neither.
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500 },
  });
}
