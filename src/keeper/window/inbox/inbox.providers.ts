import { OpenConversationAct } from './open-conversation.act.js';
import { OpenPartAct } from './open-part.act.js';
import { SearchMailAct } from './search-mail.act.js';
import { WriteMessageAct } from './write-message.act.js';

/** Everything that the window answers of the inbox. */
export const INBOX_ACTS = [OpenConversationAct, OpenPartAct, WriteMessageAct, SearchMailAct];
