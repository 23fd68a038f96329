// What a sign-up costs at the least: Nest on Fastify, one form, one prepared INSERT, one line back. Started by a fork.
import formbody from '@fastify/formbody';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const [databaseUrl] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });

class Bare {
  async receive(/** @type {{ address: string, list: string }} */ { address, list }) {
    await pool.query({
      name: 'sign-up',
      text: 'insert into public.bare_sign_up (id, address, list) values ($1, $2, $3)',
      values: [randomUUID(), address, list],
    });
    return 'Thank you.';
  }
}
// What decorators would do, in a file that nothing compiles.
Body()(Bare.prototype, 'receive', 0);
const receive = Object.getOwnPropertyDescriptor(Bare.prototype, 'receive');
Post()(Bare.prototype, 'receive', receive);
HttpCode(200)(Bare.prototype, 'receive', receive);
Controller('sign-up')(Bare);
class BareModule {}
Module({ controllers: [Bare] })(BareModule);

const adapter = new FastifyAdapter({ logger: false });
adapter.getInstance().removeAllContentTypeParsers();
await adapter.getInstance().register(formbody);
const app = await NestFactory.create(BareModule, adapter, { logger: false, bodyParser: false });
await app.listen(0, '127.0.0.1');
process.send?.({ port: app.getHttpServer().address().port });
process.once('message', () => {
  void app
    .close()
    .then(() => pool.end())
    .then(() => process.disconnect());
});
