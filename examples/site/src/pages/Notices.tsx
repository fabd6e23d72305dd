import type { Gone } from "../api/shapes.ts";
import { usePage } from "../parts/page.ts";

/** Nothing stands here. */
export function MissingPage({ title, text }: { title?: string; text?: string }) {
  const { words, home } = usePage();
  return (
    <div className="notice">
      <p className="notice-status">404</p>
      <h1>{title ?? words.missingTitle}</h1>
      <p>{text ?? words.missingText}</p>
      <p>
        <a className="button" href={home}>
          {words.home}
        </a>
      </p>
    </div>
  );
}

/** Something stood here; the newsroom may say why it does no more, and in which languages it does. */
export function GonePage({ gone }: { gone: Gone }) {
  const { words, site, href, home } = usePage();
  const nameOf = (locale: string) =>
    site.editions.find((it) => it.locale === locale)?.autonym ?? locale;
  return (
    <div className="notice">
      <p className="notice-status">{gone.status}</p>
      <h1>{gone.status === 451 ? words.legalTitle : words.goneTitle}</h1>
      {gone.notice && <p className="notice-text">{gone.notice}</p>}
      {gone.alternates.length > 0 && (
        <nav aria-label={words.otherLanguages}>
          <p>{words.otherLanguages}:</p>
          <ul>
            {gone.alternates.map((it) => (
              <li key={it.locale}>
                <a href={href(it.url)} hrefLang={it.locale} lang={it.locale}>
                  {nameOf(it.locale)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <p>
        <a className="button" href={home}>
          {words.home}
        </a>
      </p>
    </div>
  );
}
