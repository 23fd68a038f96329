// What a beacon costs at the least: a bare Fastify route that reads a line of text and answers nothing. Started by a fork.
import Fastify from 'fastify';

const server = Fastify({ logger: false });
server.removeAllContentTypeParsers();
server.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body));
server.post('/t', (_request, reply) => {
  reply.code(204).send();
});
await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: server.server.address().port });
process.once('message', () => void server.close().then(() => process.disconnect()));
