import { usePage } from "./page.ts";

/** Asks for words; without JavaScript as with it. On narrow screens a link to the page that asks. */
export function SearchForm() {
  const { words, localPath } = usePage();
  const path = localPath("/search");
  return (
    <>
      <form className="search-form" role="search" action={path}>
        <input type="search" name="q" maxLength={200} required aria-label={words.searchFor}
          placeholder={words.search} />
        <button type="submit" aria-label={words.find}>
          <Lens />
        </button>
      </form>
      <a className="search-link" href={path} aria-label={words.search}>
        <Lens />
      </a>
    </>
  );
}

function Lens() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="m12.7 12.7 5 5" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
