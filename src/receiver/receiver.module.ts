import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Mailbox, ReceiverSettings, TlsFiles } from '../platform/config/receiver-settings.js';
import { runtimeOptions, WHILE_A_PERSON_WAITS } from '../platform/database/runtime-options.js';
import type { PerRole } from '../platform/database/runtime-roles.js';
import { SealingKeys } from '../registers/sealing-keys.service.js';
import { PollMailbox } from './imap/poll-mailbox.service.js';
import { KnownPlaces } from './known-places.service.js';
import { ReceiverKeys } from './receiver-keys.js';
import { ReceiveSmtp } from './smtp/receive-smtp.service.js';
import { PutDown } from './storing/put-down.service.js';
import { Room } from './storing/room.service.js';
import { TakeIn } from './take-in.service.js';
import { MAILBOX, RECEIVER_KEYS, RECEIVER_SETTINGS, TLS_FILES } from './tokens.js';

export interface ReceiverOptions {
  settings: ReceiverSettings;
  databaseUrls: Pick<PerRole<string>, 'receiver'>;
  /** 32 bytes. */
  secret: Buffer;
  tls: TlsFiles | undefined;
  mailbox: Mailbox | undefined;
}

/** The process that takes mail in: it parses what strangers send, seals it, and opens nothing. */
@Module({})
export class ReceiverModule {
  static with({ settings, databaseUrls, secret, tls, mailbox }: ReceiverOptions): DynamicModule {
    return {
      module: ReceiverModule,
      imports: [
        TypeOrmModule.forRoot(
          runtimeOptions({
            url: databaseUrls.receiver,
            applicationName: 'jatakk-receiver',
            poolSize: 5,
            patience: WHILE_A_PERSON_WAITS,
          }),
        ),
      ],
      providers: [
        { provide: RECEIVER_SETTINGS, useValue: settings },
        { provide: RECEIVER_KEYS, useValue: new ReceiverKeys(secret) },
        { provide: TLS_FILES, useValue: tls },
        { provide: MAILBOX, useValue: mailbox },
        SealingKeys,
        KnownPlaces,
        Room,
        PutDown,
        TakeIn,
        ReceiveSmtp,
        PollMailbox,
      ],
    };
  }
}
