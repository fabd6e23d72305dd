import type { ReactNode } from "react";

import type { LanguageOption, Menu, Plan, Slot as SlotShape } from "../api/shapes.ts";
import type { Context } from "../context.ts";
import type { Assets } from "../server/assets.ts";
import { CallToAction } from "./CallToAction.tsx";
import { Choices } from "./Choices.tsx";
import { Head, type HeadFacts } from "./Head.tsx";
import { PageContext, usePage } from "./page.ts";
import { Earlier, Rail, type RailRow } from "./Rail.tsx";
import { SearchForm } from "./SearchForm.tsx";
import { Slot, slotsOf } from "./Slot.tsx";
import { Link } from "./Text.tsx";

/** All that differs between pages around their main part. */
export interface ShellProps {
  head: HeadFacts;
  /** Where the page is in the other languages; their home pages when nobody says. */
  languages?: LanguageOption[];
  /** The menu, when the page's own document brings it. */
  menu?: Menu | null;
  /** The rail, when the page's own document brings it. */
  rail?: RailRow[];
  /** How many rows of the rail fit beside the page. */
  railRows?: number;
  /** Whether the other rows stand below the page. */
  hasEarlier?: boolean;
  /** Where ads may stand. */
  plan?: Plan | null;
  /** Whether readers are not asked for support here. */
  isWithoutAppeal?: boolean;
  /** Whether it has a field for words of its own. */
  isSearch?: boolean;
  /** What sort of page it is, for the style. */
  kind: string;
  children: ReactNode;
}

/** Where browsers ask what stands in the slots, and what they send. */
export interface AdsDoor {
  graphql: string;
  document: Record<string, string>;
}

const usualRailRows = 40;

/** A whole document. */
export function Shell({
  context,
  assets,
  adsDoor,
  ...page
}: ShellProps & { context: Context; assets: Assets; adsDoor: AdsDoor }) {
  const { edition, frame } = context;
  const slots = slotsOf(page.plan);
  const ads = slots.length > 0 && page.plan && { ...adsDoor, token: page.plan.pageToken };
  const appeal = page.isWithoutAppeal ? null : frame.callToAction;
  const of = (zone: SlotShape["zone"]) => slots.filter((slot) => slot.zone === zone);
  const rail = page.rail ?? context.newest;
  const beside = rail.slice(0, page.railRows ?? usualRailRows);
  const below = page.hasEarlier ? rail.slice(beside.length) : [];
  return (
    <PageContext value={context}>
      <html lang={edition.locale} dir={edition.direction.toLowerCase()}>
        <Head facts={page.head} assets={assets} />
        <body className={`page-${page.kind}`} data-ads={ads ? JSON.stringify(ads) : undefined}>
          <a className="skip" href="#main">
            {context.words.skip}
          </a>
          <Masthead
            languages={page.languages}
            menu={page.menu ?? frame.sections}
            isSearch={page.isSearch}
          />
          {of("TOP").map((slot) => (
            <Slot key={slot.key} slot={slot} fallback={appeal} />
          ))}
          <div className="columns">
            <main id="main" tabIndex={-1}>
              {page.children}
            </main>
            <Rail rows={beside} slots={of("RAIL")} isWhole={below.length === 0} />
            {below.length > 0 && <Earlier rows={below} />}
          </div>
          {of("FOOTER").map((slot) => (
            <Slot key={slot.key} slot={slot} />
          ))}
          <Footer menu={page.menu ?? frame.sections} />
        </body>
      </html>
    </PageContext>
  );
}

function Masthead({
  languages,
  menu,
  isSearch,
}: {
  languages?: LanguageOption[];
  menu: Menu | null;
  isSearch?: boolean;
}) {
  const { site, home, frame, words } = usePage();
  return (
    <header className="masthead">
      <div className="masthead-top">
        {menu && (
          <details className="drawer">
            <summary>{words.menu}</summary>
            <nav aria-label={words.menu}>
              <MenuTree menu={menu} />
            </nav>
          </details>
        )}
        <Link to={home} className="wordmark">
          {site.name}
        </Link>
        {!isSearch && <SearchForm />}
        <Languages options={languages} />
        {frame.callToAction && (
          <a className="button is-quiet" href={frame.callToAction.url}>
            {frame.callToAction.buttonLabel}
          </a>
        )}
      </div>
      {menu && (
        <nav className="sections" aria-label={words.sections}>
          <MenuTree menu={menu} />
        </nav>
      )}
    </header>
  );
}

function MenuTree({ menu }: { menu: Menu }) {
  return (
    <ul>
      {menu.items.map((item) => (
        <li key={item.url} className={item.isHighlighted ? "is-highlighted" : undefined}>
          <Link to={item.url}>{item.label}</Link>
          {item.children.length > 0 && (
            <ul>
              {item.children.map((child) => (
                <li key={child.url}>
                  <Link to={child.url}>{child.label}</Link>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The switcher: the same page in another language, or that edition's home when it has none. */
function Languages({ options }: { options?: LanguageOption[] }) {
  const { site, edition, words, href } = usePage();
  const shown: LanguageOption[] =
    options ??
    site.editions.map((it) => ({
      locale: it.locale,
      label: it.shortLabel,
      url: it.homeUrl,
      isCurrent: it.locale === edition.locale,
      target: "EDITION_HOME",
    }));
  const nameOf = (locale: string) =>
    site.editions.find((it) => it.locale === locale)?.autonym ?? locale;
  if (shown.length < 2) return null;
  return (
    <nav className="languages" aria-label={words.languages}>
      <ul>
        {shown.map((it) => (
          <li key={it.locale}>
            {it.isCurrent ? (
              <span aria-current="true" lang={it.locale}>
                {it.label}
              </span>
            ) : (
              <a
                href={href(it.url)}
                hrefLang={it.locale}
                className={it.target === "EDITION_HOME" ? "is-elsewhere" : undefined}
              >
                <span aria-hidden="true">{it.label}</span>
                <span className="only-heard" lang={it.locale}>
                  {nameOf(it.locale)}
                </span>
                {it.target === "EDITION_HOME" && options && (
                  <span className="only-heard"> ({words.noTranslation})</span>
                )}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Footer({ menu }: { menu: Menu | null }) {
  const { site, home, frame, words } = usePage();
  return (
    <footer className="footer">
      <div className="footer-inner">
        {frame.callToAction && <CallToAction of={frame.callToAction} className="is-strip" />}
        <div className="footer-columns">
          <Link to={home} className="wordmark">
            {site.name}
          </Link>
          {menu && (
            <nav aria-label={words.sections}>
              <ul>
                {menu.items.map((item) => (
                  <li key={item.url}>
                    <Link to={item.url}>{item.label}</Link>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          {frame.service && (
            <nav aria-label={words.service}>
              <ul>
                {frame.service.items.map((item) => (
                  <li key={item.url}>
                    <Link to={item.url}>{item.label}</Link>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          {frame.socialLinks.length > 0 && (
            <nav aria-label={words.social}>
              <ul>
                {frame.socialLinks.map((link) => (
                  <li key={link.url}>
                    <a href={link.url} rel="me noopener">
                      {link.name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </div>
        <Choices />
      </div>
    </footer>
  );
}
