const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** How many pages of one kind, beside those that are named. */
const OF_A_KIND = 2;

/** A path with its ids taken out. @param {string} path */
export const patternOf = (path) => path.replaceAll(UUID, ':id').split('?', 1)[0];

/**
 * Every page of the staff's: those that the size of the house could slow down by name, and whatever else a link leads
 * to, so that a page that is added is timed too.
 * @param {Awaited<ReturnType<typeof import('./staff-house.mjs').seedStaffHouse>>} house
 * @param {(path: string) => Promise<string | null>} look null where it leads elsewhere instead: it is no page
 * @returns {Promise<{ name: string, path: string }[]>}
 */
export async function pagesOf({ lists, campaigns }, look) {
  const register = (id) => `/staff/registers/${id}`;
  const [list] = lists;
  const pages = [
    { name: 'overview', path: '/staff' },
    { name: 'register', path: register(list.registerId) },
    { name: 'list', path: `${register(list.registerId)}/lists/${list.listId}` },
    ...Object.entries(campaigns).flatMap(
      ([
        state,
        {
          id,
          list: { registerId },
        },
      ]) => {
        const path = `${register(registerId)}/campaigns/${id}`;
        const edit = state === 'draft' ? [{ name: 'a draft, written', path: `${path}/edit` }] : [];
        const progress = state === 'sending' ? [{ name: 'progress alone', path: `${path}/progress` }] : [];
        return [{ name: `campaign, ${state}`, path }, ...edit, ...progress];
      },
    ),
  ];
  const seen = new Set(pages.map(({ path }) => path));
  const kinds = new Map();
  const found = [];
  for (const page of pages) {
    const html = await look(page.path);
    if (html === null) continue;
    found.push(page);
    for (const path of linksIn(html)) {
      const kind = patternOf(path);
      const many = kinds.get(kind) ?? 0;
      if (seen.has(path) || many >= OF_A_KIND) continue;
      seen.add(path);
      kinds.set(kind, many + 1);
      // Looked at in its turn, at the end of what is being gone through.
      pages.push({ name: kind, path });
    }
  }
  return found;
}

/** Links to staff pages, without what a link says of the page it stands on. @param {string} html */
function linksIn(html) {
  const links = [...html.matchAll(/ href="(\/staff[^"#?]*)/g)].map(([, path]) => path);
  return [...new Set(links)].filter((path) => path !== '/staff/sign-in');
}
