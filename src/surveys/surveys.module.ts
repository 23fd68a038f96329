import { Module } from '@nestjs/common';
import { LookThrough } from './look-through.service.js';
import { WriteSurvey } from './write-survey.service.js';

@Module({ providers: [WriteSurvey, LookThrough], exports: [WriteSurvey, LookThrough] })
export class SurveysModule {}
