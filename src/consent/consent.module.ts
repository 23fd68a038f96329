import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RegistersModule } from '../registers/registers.module.js';
import { AskFields } from './ask-fields.service.js';
import { DoorbellModule } from '../platform/database/doorbell.module.js';
import { Catalogue } from './catalogue.service.js';
import { ChangeList } from './change-list.service.js';
import { SetEyes } from './set-eyes.service.js';
import { MakeList } from './make-list.service.js';
import { ProposePurpose } from './propose-purpose.service.js';
import { PurposeText } from './purpose-text.entity.js';
import { TellOfAnswer } from './tell-of-answer.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([PurposeText]), RegistersModule, DoorbellModule],
  providers: [AskFields, Catalogue, ChangeList, MakeList, SetEyes, ProposePurpose, TellOfAnswer],
  exports: [TypeOrmModule, AskFields, Catalogue, ChangeList, MakeList, SetEyes, ProposePurpose, TellOfAnswer],
})
export class ConsentModule {}
