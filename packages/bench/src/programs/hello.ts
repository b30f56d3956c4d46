import fastify from 'fastify';

// The least that a server of this kind can do, to compare with: Fastify as it comes, one route, no database, no log.

const app = fastify();
app.get('/', async () => ({ hello: 'world' }));
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ event: 'started', url })}\n`);

process.once('SIGTERM', () => void app.close());
