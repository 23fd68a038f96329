import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { z } from 'zod';
import type { OnConversation } from '../../../inbound/inbox/act-on-conversation.service.js';
import type { JatakkRequest } from '../../http/access.js';
import { parseForm } from '../../http/parse-form.js';

const ids = z.object({ register: z.guid(), conversation: z.guid() });

/** The conversation that a route names, for whoever is signed in; only on routes that demand them. @throws 400 */
export const On = createParamDecorator((_: unknown, context: ExecutionContext): OnConversation => {
  const { member, params } = context.switchToHttp().getRequest<JatakkRequest>();
  if (!member) throw new Error('a route asked for the member of staff without demanding one');
  const { register, conversation } = parseForm(ids, params);
  return { session: member.sessionHash, registerId: register, conversationId: conversation };
});
