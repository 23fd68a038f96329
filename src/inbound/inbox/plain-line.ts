// Controls, what turns the direction of writing around, and what takes no space: none of it belongs into a line that
// somebody reads to decide something.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/** A line that strangers wrote, such as a subject or a name, without what is not seen. */
export function plainLine(text: string, most: number): string {
  const line = text.replaceAll(UNSEEN, ' ').replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${upTo(line, most - 1).trimEnd()}…`;
}

/** Never half of a character that takes two places. */
const upTo = (text: string, length: number): string => text.slice(0, length).replace(/\p{Cs}$/u, '');

// What the systems that a file may be saved on give a meaning to.
const MEANT = /[/\\:*?"<>|%]+/g;
const LONGEST = 120;

/**
 * A name that a file may be saved under, made of whatever name it came with: no path, no hidden file, nothing unseen, and
 * its ending kept. Never empty.
 */
export function safeFileName(name: string): string {
  const bare = plainLine(name, 1000)
    .replaceAll(MEANT, '_')
    .replace(/^[.\s_]+/, '')
    .replace(/[.\s]+$/, '');
  if (bare === '') return 'vedlegg';
  if (bare.length <= LONGEST) return bare;
  const ending = /\.[^.]{1,10}$/.exec(bare)?.[0] ?? '';
  return upTo(bare, LONGEST - ending.length) + ending;
}

/** Content-Disposition of a download (RFC 6266): an ASCII name for old programs, the real one encoded. */
export function asDownload(name: string): string {
  const safe = safeFileName(name);
  const ascii = safe.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\]/g, '_');
  const encoded = encodeURIComponent(safe).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

const RUNS =
  /\.(?:exe|scr|com|bat|cmd|ps1|vbs?|vbe|jse?|mjs|wsf?|wsh|hta|msi|msp|jar|lnk|url|pif|cpl|reg|scf|dll|sys|app|dmg|pkg|deb|rpm|sh|apk|iso|img|vhdx?|one|chm|xll|do[ct]m|xl[st]m|pp[ts]m|xlam|svg|html?|xhtml|mht(?:ml)?)$/i;
const RUNS_BY_TYPE =
  /(?:executable|msdownload|x-dosexec|x-mach|x-elf|javascript|x-sh|java-archive|svg|html|macroenabled)/i;
const PACKED = /\.(?:zip|rar|7z|tar|gz|tgz|bz2|xz|cab|arj|ace)$/i;

/** Why somebody should think twice before opening a file: it can run, or it is packed and nobody sees what is in it. */
export function dangerOf(file: { name: string; type: string }): 'runs' | 'packed' | undefined {
  const name = safeFileName(file.name);
  if (RUNS.test(name) || RUNS_BY_TYPE.test(file.type)) return 'runs';
  return PACKED.test(name) || /zip|x-7z|x-rar|compressed/i.test(file.type) ? 'packed' : undefined;
}
