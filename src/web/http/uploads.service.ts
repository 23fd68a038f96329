import type { MultipartFile } from '@fastify/multipart';
import { Injectable } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Sessions } from '../../staff/sessions.service.js';
import type { JatakkRequest } from './access.js';
import { SessionCookie } from './session-cookie.js';

/** How many files may be on their way into memory at once. */
const AT_ONCE = 4;

/** A file that came with a form; 'busy' where as many as may were on their way already. */
export type Upload = { bytes: Buffer; tooLarge: boolean } | 'busy';

/** What a form brought; undefined where it brought nothing, or came from nobody who is signed in. */
export type UploadRequest = JatakkRequest & { upload?: Upload };

/** For the one route whose form brings a file; every other route refuses it (`files: 0` in start-web). */
export const TakesFile = (mostBytes: number) =>
  RouteConfig({
    multipartOptions: {
      throwFileSizeLimit: false,
      limits: { files: 1, fileSize: mostBytes, fieldSize: 4000, fields: 10, parts: 11 },
    },
  });

/**
 * Files, while the form that brings them is still coming in. That is before any guard: so nothing of a file is kept in
 * memory unless the form began with the token of a session that is open. Whether its owner may do what the form is
 * for, the guard decides afterwards, as of every form.
 */
@Injectable()
export class Uploads {
  #underWay = 0;

  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {}

  async take(request: UploadRequest, part: MultipartFile): Promise<void> {
    if (!(await this.#isFromOwnPage(request, part))) return discard(part);
    if (this.#underWay >= AT_ONCE) {
      request.upload = 'busy';
      return discard(part);
    }
    this.#underWay += 1;
    try {
      const bytes = await part.toBuffer();
      request.upload = { bytes, tooLarge: part.file.truncated };
    } finally {
      this.#underWay -= 1;
    }
  }

  async #isFromOwnPage(request: JatakkRequest, { fields }: MultipartFile): Promise<boolean> {
    const { csrf } = fields;
    if (!csrf || Array.isArray(csrf) || csrf.type !== 'field') return false;
    const token = this.cookie.read(request);
    const member = token === undefined ? undefined : await this.sessions.find(token);
    return member !== undefined && this.sessions.isCsrfOf(csrf.value, member);
  }
}

/** Read to its end and kept nowhere: whoever sends it is waiting to be answered. */
async function discard({ file }: MultipartFile): Promise<void> {
  for await (const piece of file) void piece;
}
