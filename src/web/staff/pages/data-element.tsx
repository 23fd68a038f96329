/** Data for a script of the page: never run, and nothing in it ends the element. */
export function DataElement({ id, value }: { id: string; value: unknown }) {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return <script type="application/json" id={id} dangerouslySetInnerHTML={{ __html: json }} />;
}
