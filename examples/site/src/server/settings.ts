/** Where things are; each has a value that suits a demo on one machine. */
export interface Settings {
  /** Where Masthead's delivery graph is. */
  graphql: string;
  /** An API token for delivery, where a newsroom wants one. */
  token: string | undefined;
  /** Whether the documents of this site's are registered there. */
  isRegistered: boolean;
  /** Where pictures come from: Masthead's public address. */
  media: string;
  host: string;
  port: number;
}

export function settings(env: NodeJS.ProcessEnv): Settings {
  const masthead = (env.MASTHEAD_URL ?? "http://127.0.0.1:4000").replace(/\/$/, "");
  return {
    graphql: `${masthead}/graphql`,
    token: env.MASTHEAD_TOKEN,
    isRegistered: env.MASTHEAD_DOCUMENTS === "registered",
    media: new URL(env.MASTHEAD_PUBLIC_URL ?? masthead).origin,
    host: env.HOST ?? "127.0.0.1",
    port: Number(env.PORT ?? 3000),
  };
}
