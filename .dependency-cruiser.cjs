// Who may import whom: data flows down domain → cameras, models → pipeline → prisma → queues, notices → web → cli (docs/decisions/001).
const OURS = '^(domain|cameras|models|pipeline|prisma|queues|notices|web|cli|sandbox)/';

/** Files under `from` may import, of our own code, only `allowed`. */
const only = (name, from, ...allowed) => ({ name, severity: 'error', from: { path: from }, to: { path: OURS, pathNot: allowed } });

/** Of all our files, only those matching `door` may import `library`. */
const door = (library, ...doors) => ({
  name: `one door: ${library}`,
  severity: 'error',
  from: { path: OURS, pathNot: doors },
  to: { path: `(^|/)node_modules/${library}/|^${library}$` },
});

module.exports = {
  forbidden: [
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nobody imports cli or test', severity: 'error', from: { path: OURS, pathNot: '^cli/' }, to: { path: '^(cli|test)/' } },

    only('domain is a leaf', '^domain/', '^domain/'),
    only('cameras know words only', '^cameras/', '^(cameras|domain)/'),
    only('models know words only', '^models/', '^(models|domain)/'),
    only('perceive knows words only', '^pipeline/perceive/', '^(pipeline/perceive|domain)/'),
    only('judge knows words only', '^pipeline/judge/', '^(pipeline/judge|domain)/'),
    only('pairing knows words only', '^pipeline/pair/', '^(pipeline/pair|domain)/'),
    only('evidence knows words only', '^pipeline/evidence/', '^(pipeline/evidence|domain)/'),
    only('the loop meets only its stages', '^pipeline/watch', '^(pipeline/(perceive|judge|pair|evidence|watch)|domain)'),
    only('cases speak to the database', '^pipeline/cases/', '^(pipeline/cases|prisma|domain)/'),
    only('prisma returns words', '^prisma/', '^(prisma|domain)/'),
    only('queues see the ledger', '^queues/', '^(queues|domain)/', '^prisma/(ledger|outbox)\\.ts$'),
    only('notices read and record', '^notices/', '^(notices|prisma|domain)/'),
    only('web reads views, writes through cases', '^web/', '^(web|domain|pipeline/cases)/', '^prisma/views'),
    only('the sandbox stands alone', '^sandbox/', '^(sandbox|domain)/'),

    { name: 'channels do not know each other', severity: 'error', from: { path: '^notices/(email|vneid)\\.ts$' }, to: { path: '^notices/(email|vneid)\\.ts$' } },
    { name: 'judging and perceiving are pure', severity: 'error', from: { path: '^(domain|pipeline/(perceive|judge|pair))/' }, to: { dependencyTypes: ['core'] } },
    { name: 'pure code uses no packages (zod in domain)', severity: 'error', from: { path: '^(domain|pipeline/(perceive|judge|pair))/' }, to: { path: 'node_modules/', pathNot: 'node_modules/zod/' } },
    { name: 'one door: child processes', severity: 'error', from: { path: OURS, pathNot: ['^cameras/ffmpeg\\.ts$', '^prisma/embedded', '^cli/processes\\.ts$', '^sandbox/street/', '^(cli|prisma/tools)/.*\\.mjs$'] }, to: { path: '^(node:)?child_process$' } },

    door('onnxruntime-node', '^models/session\\.ts$'),
    door('fluent-ffmpeg', '^cameras/ffmpeg\\.ts$'),
    door('(@prisma/client|pg)', '^prisma/', '^queues/'),
    door('(bullmq|ioredis)', '^queues/'),
    door('nodemailer', '^notices/email\\.ts$'),
    door('mqtt', '^cameras/controller\\.ts$'),
    door('sharp', '^models/image\\.ts$', '^pipeline/evidence/'),
    door('(fastify|@fastify/[a-z-]+)', '^web/', '^sandbox/'),
  ],
  options: { doNotFollow: { path: 'node_modules' }, exclude: { path: '^(prisma/generated|dist|var)/' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' } },
};
