// Starts the simulated servers for tests, with the same clients and password everywhere.
import type { EmailOptions } from '../../notices/email.ts';
import type { VneidOptions as ChannelOptions } from '../../notices/vneid.ts';
import { startVneid, type Person, type VneidServer } from '../../sandbox/vneid/main.ts';

export const PASSWORD = 'mat-khau-thu';
export const AGENCY = { id: 'phatnguoi', secret: 'bi-mat-co-quan' } as const;
export const PORTAL_CLIENT = { id: 'portal', secret: 'bi-mat-cong', redirectUris: ['http://127.0.0.1:8081/dang-nhap/ve'], logoutUris: [] } as const;

export const testVneid = async (folder: string, persons: readonly Person[], port = 0): Promise<VneidServer> =>
  startVneid({ folder, port, persons, password: PASSWORD, portal: PORTAL_CLIENT, agency: AGENCY });
export const vneidOptions = (url: string, timeoutMs = 5000): ChannelOptions => ({ url, clientId: AGENCY.id, clientSecret: AGENCY.secret, timeoutMs });
export const emailOptions = (port: number, more: Partial<EmailOptions> = {}): EmailOptions => ({ host: '127.0.0.1', port, secure: false, from: 'Thông báo <thong-bao@phatnguoi.example>', timeoutMs: 3000, ...more });
