import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { jsonLogger } from '../platform/http/json-logger.js';
import { KeeperModule, type KeeperOptions } from './keeper.module.js';

/**
 * Starts the keeper and makes the rings that are missing.
 * @throws TooManyRightsError, WrongSecretError, before anything has begun to work
 */
export async function startKeeper(options: KeeperOptions): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(KeeperModule.with(options), {
    logger: jsonLogger('keeper', options.settings.LOG_LEVEL),
    abortOnError: false,
  });
}
