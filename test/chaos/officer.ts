// An officer at the console's API: confirms whatever waits, and tries again while the server is dead.
import { z } from 'zod';

const queue = z.object({ rows: z.array(z.object({ id: z.string(), state: z.string(), plate: z.string().nullable() })) });

export type Officer = { readonly confirmAll: () => Promise<number> };

export function createOfficer(base: string, name: string, password: string): Officer {
  let cookie = '';
  const call = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${base}${path}`, {
      method, signal: AbortSignal.timeout(20_000),
      headers: { cookie, origin: base, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const signIn = async (): Promise<void> => {
    const answer = await call('POST', '/api/session', { name, password });
    cookie = answer.headers.getSetCookie().map((text) => text.split(';')[0]).join('; ');
  };
  return {
    /** Confirms every case in review; returns how many the server said yes to. A dead server is no error here: the next round finds what is left. */
    confirmAll: async () => {
      try {
        if (cookie === '') await signIn();
        const listed = await call('GET', '/api/queue?state=in_review');
        if (listed.status === 401) {
          cookie = '';
          return 0;
        }
        let confirmed = 0;
        for (const { id, plate } of queue.parse(await listed.json()).rows) {
          await call('POST', `/api/cases/${id}/claim`);
          const answer = await call('POST', `/api/cases/${id}/confirm`, { plate });
          if (answer.ok) confirmed += 1;
        }
        return confirmed;
      } catch {
        return 0;
      }
    },
  };
}
