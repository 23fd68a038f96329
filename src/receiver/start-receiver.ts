import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { refuseTooManyRights } from '../platform/database/effective-rights.js';
import { RIGHTS_OF_RECEIVER } from '../platform/database/rights-of-receiver.js';
import { jsonLogger } from '../platform/http/json-logger.js';
import { PollMailbox } from './imap/poll-mailbox.service.js';
import { KnownPlaces } from './known-places.service.js';
import { ReceiverModule, type ReceiverOptions } from './receiver.module.js';
import { ReceiveSmtp } from './smtp/receive-smtp.service.js';

/** Starts the receiver and listens. @throws TooManyRightsError, CannotListenError, before anything has come in */
export async function startReceiver(options: ReceiverOptions): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(ReceiverModule.with(options), {
    logger: jsonLogger('receiver', options.settings.LOG_LEVEL),
    abortOnError: false,
  });
  try {
    await refuseTooManyRights(app.get<DataSource>(getDataSourceToken()), 'receiver', RIGHTS_OF_RECEIVER);
    app.get(KnownPlaces).begin();
    await app.get(ReceiveSmtp).open();
    app.get(PollMailbox).begin();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}
