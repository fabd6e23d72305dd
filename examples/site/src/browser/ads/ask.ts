// Asks what stands in the slots of this page. Questions go one after the other, so that each can
// say what is shown already: competitors stay apart, whenever their slots come near.
import type { FillAdsQuery } from "../../api/generated/graphql.ts";
import { consent, visitor } from "./kept.ts";

/** What the server left on the page for this: where to ask, what to send, and for which page. */
export interface Page {
  graphql: string;
  document: Record<string, string>;
  token: string;
}

export type Decision = NonNullable<FillAdsQuery["adDecisions"]>["decisions"][number];

/** The page as the document says it; null where it has no ads. */
export function pageOf(document: Document): Page | null {
  const said = document.body.dataset.ads;
  return said ? (JSON.parse(said) as Page) : null;
}

/** At most so many slots go into one question. */
const slotsAtOnce = 25;

/** Asks for a page's slots, as often as some of them come near. */
export class Asker {
  private readonly shown: string[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  private isRenewed = false;

  constructor(private page: Page) {}

  /** What stands in these slots, by slot; nothing where the question failed. */
  ask(slotKeys: string[]): Promise<Map<string, Decision>> {
    const next = this.turn.then(() => this.decide(slotKeys.slice(0, slotsAtOnce)));
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async decide(slotKeys: string[]): Promise<Map<string, Decision>> {
    let answer = await this.send(slotKeys);
    // The page has lain about for more than its day: it is asked for again, once.
    if (!answer && (await this.renew())) answer = await this.send(slotKeys);
    const decisions = answer?.decisions ?? [];
    this.shown.push(...decisions.map((it) => it.id));
    return new Map(decisions.map((it) => [it.slotKey, it]));
  }

  private async send(slotKeys: string[]): Promise<FillAdsQuery["adDecisions"]> {
    const viewer = {
      visitorKey: visitor(),
      consent: consent(),
      viewportWidth: Math.round(innerWidth),
      keywords: searchedFor(),
    };
    const input = { pageToken: this.page.token, slotKeys, viewer, shownDecisionIds: this.shown };
    const response = await fetch(this.page.graphql, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...this.page.document, variables: { input } }),
      credentials: "omit",
    });
    const { data } = (await response.json()) as { data?: FillAdsQuery | null };
    if (!data) throw new Error(`no decisions on ads: ${response.status}`);
    return data.adDecisions;
  }

  private async renew(): Promise<boolean> {
    if (this.isRenewed) return false;
    this.isRenewed = true;
    const response = await fetch(location.href, { cache: "reload" });
    const html = new DOMParser().parseFromString(await response.text(), "text/html");
    const page = pageOf(html);
    if (page) this.page = page;
    return page !== null;
  }
}

/** Words that the reader searched for on this page, when it is one of results. */
function searchedFor(): string[] {
  const words = document.querySelector<HTMLInputElement>("main [name=q]")?.value.split(/\s+/) ?? [];
  return words.filter(Boolean).slice(0, 20);
}
