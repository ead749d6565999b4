// The stand-in as a process of its own, so that a test can kill it: prints its address, then serves.
import { testVneid } from './servers.ts';

const [folder = '', port = '0'] = process.argv.slice(2);
const server = await testVneid(folder, [{ personalId: '074090000001', account: 'vn-1', name: 'Nguyễn Văn Thử' }], Number(port));
process.stdout.write(`${server.url}\n`);
