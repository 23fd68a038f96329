import { z } from 'zod';
import { typed } from './fields.js';

/** Characters of a template's name. */
export const MOST_NAME = 80;

export const templateForm = z.object({ name: typed.transform((text) => text.trim()) });
