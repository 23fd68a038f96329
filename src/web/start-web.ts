import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { refuseTooManyRights } from '../platform/database/effective-rights.js';
import { RIGHTS_OF_SURVEY } from '../platform/database/rights-of-survey.js';
import { RIGHTS_OF_TRAFFIC } from '../platform/database/rights-of-traffic.js';
import { RIGHTS_OF_WEB } from '../platform/database/rights-of-web.js';
import { jsonLogger } from '../platform/http/json-logger.js';
import { KnownRoutes } from '../platform/http/known-routes.js';
import { addSecurityHeaders, securityHeaders } from '../platform/http/security-headers.js';
import { answerUnreadable } from '../platform/http/unreadable-request.js';
import { CountViews } from '../traffic/count-views.service.js';
import { TrafficChoicesKept } from '../traffic/traffic-choices.service.js';
import { Frames } from './http/frames.service.js';
import { ErrorsFilter } from './http/errors.filter.js';
import { Uploads } from './http/uploads.service.js';
import { publicPaths } from './pages/paths.js';
import { serveBeacon } from './public/beacon.js';
import { countOwnViews } from './public/own-views.js';
import { WebModule, type WebOptions } from './web.module.js';

const BODY_LIMIT = 256 * 1024;

/** Starts web and listens. @throws TooManyRightsError; EADDRINUSE */
export async function startWeb(options: Omit<WebOptions, 'routes'>): Promise<NestFastifyApplication> {
  const { settings } = options;
  const routes = new KnownRoutes();
  const headers = securityHeaders({ https: settings.PUBLIC_URL.startsWith('https:') });
  let errors: ErrorsFilter | undefined;
  let uploads: Uploads | undefined;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 100 },
    // Heads come at once; a photograph may come from a telephone far out.
    http: { headersTimeout: 30_000 },
    requestTimeout: 120_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    trustProxy: settings.TRUSTED_PROXIES,
    // Paths hold tokens and forms hold addresses: no request is ever logged.
    logger: false,
    clientErrorHandler: answerUnreadable,
    // A path that no route can have is refused before the hooks, in Fastify's own words, which repeat it.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(headers);
      void errors?.answer(error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 404 : 400, request, reply);
    },
  });
  const server = adapter.getInstance<FastifyInstance>();
  routes.watch(server);
  addSecurityHeaders(server, headers);
  server.removeAllContentTypeParsers();
  // Forms only. RFC 8058 §3.1: a one-click POST may come as multipart. Files are taken by the one route that says so.
  await server.register(formbody, { bodyLimit: BODY_LIMIT });
  await server.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fields: 10, files: 0, fieldSize: 1000, fieldNameSize: 100, parts: 10 },
    async onFile(this: FastifyRequest, part) {
      await uploads?.take(this, part);
    },
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
  errors = app.get(ErrorsFilter);
  uploads = app.get(Uploads);
  const traffic = { counting: app.get(CountViews), choices: app.get(TrafficChoicesKept) };
  countOwnViews(server, traffic);
  const frames = app.get(Frames);
  await serveBeacon(server, {
    ...traffic,
    askedFor: async () => ({
      organisation: (await frames.house()).organisation?.name ?? '',
      privacyUrl: (await frames.publicUrl()) + publicPaths.privacy,
    }),
  });
  try {
    await refuseTooManyRights(app.get<DataSource>(getDataSourceToken()), 'web', RIGHTS_OF_WEB);
    await refuseTooManyRights(app.get<DataSource>(getDataSourceToken('survey')), 'survey', RIGHTS_OF_SURVEY);
    await refuseTooManyRights(
      app.get<DataSource>(getDataSourceToken('traffic')),
      'traffic',
      RIGHTS_OF_TRAFFIC,
    );
    await app.listen(settings.PORT, settings.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}
