import type { Answer, Ask } from "../api/client.ts";
import { frameOf, siteFacts } from "../api/operations.ts";
import type { Edition, Frame, Site } from "../api/shapes.ts";
import { context, pathOf, type Context } from "../context.ts";
import { wordsIn } from "../words.ts";
import { Kept } from "./kept.ts";

/** Seconds for which what stands around the pages is kept when the API does not say. */
const keptFor = { site: 60, frame: 10 };

/** What is the same for many pages, asked once and kept for as long as the API allows. */
export class SiteFacts {
  private readonly site: Kept<{ site: Site }>;
  private readonly frames = new Map<string, Kept<Frame | null>>();

  constructor(private readonly ask: Ask) {
    this.site = new Kept(() => ask(siteFacts, {}), keptFor.site);
  }

  /** The edition that a path belongs to, and all that its pages share. */
  async at(path: string): Promise<{ context: Context; local: string; answers: Headers[] }> {
    const { data, headers } = await this.site.get();
    const { edition, local } = editionAt(data.site, path);
    const frame = await this.frame(edition.locale).get();
    if (!frame.data) throw new Error(`no frame for ${edition.locale}`);
    return {
      context: context(data.site, edition, frame.data, wordsIn(edition.locale)),
      local,
      answers: [headers, frame.headers],
    };
  }

  private frame(locale: string): Kept<Frame | null> {
    let kept = this.frames.get(locale);
    if (!kept) {
      kept = new Kept(() => this.askFrame(locale), keptFor.frame);
      this.frames.set(locale, kept);
    }
    return kept;
  }

  private async askFrame(locale: string): Promise<Answer<Frame | null>> {
    const { data, headers } = await this.ask(frameOf, { locale });
    const { edition, site } = data;
    return { data: edition && { ...edition, socialLinks: site.socialLinks }, headers };
  }
}

/** The edition of a path is the one whose home page's path begins it; the longest of them. */
export function editionAt(site: Site, path: string): { edition: Edition; local: string } {
  let found: { edition: Edition; prefix: string } | undefined;
  for (const edition of site.editions) {
    const prefix = pathOf(site, edition.homeUrl).replace(/\/$/, "");
    const fits = path === prefix || path.startsWith(`${prefix}/`);
    if (fits && (!found || prefix.length > found.prefix.length)) found = { edition, prefix };
  }
  if (!found) throw new Error(`no edition at ${path}`);
  return { edition: found.edition, local: path.slice(found.prefix.length) || "/" };
}
