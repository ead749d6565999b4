// Five rounds of `npm run chaos`: after every kill each recorded case still ends with exactly one notice.
import { expect, it } from 'vitest';
import { chaos } from './run.ts';

it('five processes killed at random moments lose and double nothing', async () => {
  const report = await chaos(5, 11, () => undefined);
  process.stdout.write(`chaos: ${JSON.stringify({ ...report, faults: report.faults.length })}\n`);
  expect(report.faults).toEqual([]);
  expect(report.notices).toBe(10);
}, 600_000);
