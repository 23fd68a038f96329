import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AskWindow } from './ask-window.service.js';
import { List } from './list.entity.js';
import { Organisation } from './organisation.entity.js';
import { ProposeRelay } from './propose-relay.service.js';
import { Register } from './register.entity.js';
import { SealingKeys } from './sealing-keys.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Register, List, Organisation])],
  providers: [SealingKeys, AskWindow, ProposeRelay],
  exports: [TypeOrmModule, SealingKeys, AskWindow, ProposeRelay],
})
export class RegistersModule {}
