import { NotFoundException } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type Survey, surveyOf, type SurveyPlace } from '../../surveys/surveys.queries.js';

/** @throws 404 when that list has no such survey */
export async function findSurvey(database: DataSource, place: SurveyPlace, id: string): Promise<Survey> {
  const survey = await surveyOf(database, place, id);
  if (!survey) throw new NotFoundException();
  return survey;
}
