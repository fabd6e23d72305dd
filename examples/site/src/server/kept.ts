import type { Answer } from "../api/client.ts";
import { lifetime } from "./policy.ts";

/**
 * Keeps the answer to one question for as long as it says. Many who ask at once wait for one
 * request; when the API fails, the last answer serves.
 */
export class Kept<Data> {
  private last: Answer<Data> | undefined;
  private since = 0;
  private freshUntil = 0;
  private asking: Promise<Answer<Data>> | undefined;

  constructor(
    private readonly ask: () => Promise<Answer<Data>>,
    private readonly secondsWhenUnsaid: number,
  ) {}

  async get(): Promise<Answer<Data>> {
    if (this.last && Date.now() < this.freshUntil) return this.aged(this.last);
    this.asking ??= this.renew().finally(() => (this.asking = undefined));
    try {
      return await this.asking;
    } catch (error) {
      if (this.last) return this.aged(this.last);
      throw error;
    }
  }

  private aged(answer: Answer<Data>): Answer<Data> {
    const headers = new Headers(answer.headers);
    const before = Number(headers.get("age") ?? 0);
    headers.set("age", String(before + Math.ceil((Date.now() - this.since) / 1000)));
    return { data: answer.data, headers };
  }

  private async renew(): Promise<Answer<Data>> {
    const answer = await this.ask();
    this.since = Date.now();
    this.freshUntil = this.since + 1000 * lifetime(answer.headers, this.secondsWhenUnsaid);
    this.last = answer;
    return answer;
  }
}
