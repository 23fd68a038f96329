import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { refuseTooManyRights } from '../platform/database/effective-rights.js';
import { RIGHTS_OF_WEB } from '../platform/database/rights-of-web.js';
import { jsonLogger } from '../platform/http/json-logger.js';
import { KnownRoutes } from '../platform/http/known-routes.js';
import { addSecurityHeaders } from '../platform/http/security-headers.js';
import { WebModule, type WebOptions } from './web.module.js';

const BODY_LIMIT = 256 * 1024;

/** Starts web and listens. @throws TooManyRightsError; EADDRINUSE */
export async function startWeb(options: Omit<WebOptions, 'routes'>): Promise<NestFastifyApplication> {
  const { settings } = options;
  const routes = new KnownRoutes();
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 100 },
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    trustProxy: settings.TRUSTED_PROXIES?.split(',').map((proxy) => proxy.trim()) ?? false,
    // Paths hold tokens and forms hold addresses: no request is ever logged.
    logger: false,
  });
  const server = adapter.getInstance<FastifyInstance>();
  routes.watch(server);
  addSecurityHeaders(server, { https: settings.PUBLIC_URL.startsWith('https:') });
  server.removeAllContentTypeParsers();
  // Forms only. RFC 8058 §3.1: a one-click POST may come as multipart; nothing of ours takes files.
  await server.register(formbody, { bodyLimit: BODY_LIMIT });
  await server.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fields: 10, files: 0, fieldSize: 1000, fieldNameSize: 100, parts: 10 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    WebModule.with({ ...options, routes }),
    adapter,
    {
      logger: jsonLogger('web', settings.LOG_LEVEL),
      bodyParser: false,
      abortOnError: false,
    },
  );
  try {
    await refuseTooManyRights(app.get<DataSource>(getDataSourceToken()), 'web', RIGHTS_OF_WEB);
    await app.listen(settings.PORT, settings.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}
