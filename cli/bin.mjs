#!/usr/bin/env node
// The `phatnguoi` command: loads TypeScript and hands over to main.ts.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
