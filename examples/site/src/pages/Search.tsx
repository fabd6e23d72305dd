import type { Found } from "../api/shapes.ts";
import { usePage } from "../parts/page.ts";
import { named } from "../words.ts";
import { Card, ListHeader, Pager, type Around } from "./Lists.tsx";

/** What a search found; at first, and where it found nothing, the field and what to do with it. */
export function SearchPage({
  query,
  found,
  around,
}: {
  query: string;
  /** Null before there is a question, and for one that is too long. */
  found: Found | null;
  around: Around;
}) {
  const { words, localPath } = usePage();
  const edges = found?.edges ?? [];
  return (
    <div className="list search">
      <ListHeader>
        <div>
          <h1>{words.search}</h1>
          <form className="search-field" role="search" action={localPath("/search")}>
            <input
              type="search"
              name="q"
              defaultValue={query}
              maxLength={200}
              required
              autoFocus={query === ""}
              aria-label={words.searchFor}
            />
            <button type="submit" className="button">
              {words.find}
            </button>
          </form>
        </div>
      </ListHeader>
      <p className="search-said" role="status">
        {said()}
      </p>
      {edges.length > 0 && (
        <ol className="cards">
          {edges.map(({ node, highlights }, index) => (
            <li key={node.id}>
              <Card card={node} first={index === 0} fragments={highlights} />
            </li>
          ))}
        </ol>
      )}
      <Pager {...around} />
    </div>
  );

  function said() {
    if (query === "") return words.searchHint;
    if (!found) return words.searchTooLong;
    return named(edges.length > 0 ? words.foundFor : words.nothingFor, query);
  }
}
