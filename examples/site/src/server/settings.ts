/** Where things are; each has a value that suits a demo on one machine. */
export interface Settings {
  /** Where Masthead's delivery graph is. */
  graphql: string;
  /** Where links to texts that are not out yet are opened. */
  desk: string;
  /** An API token for delivery, where a newsroom wants one. */
  token: string | undefined;
  /** Whether the documents of this site's are registered there. */
  isRegistered: boolean;
  /** Masthead's public address, where browsers get pictures and ask for ads. */
  public: string;
  /** The origin of HTML ads. */
  ads: string;
  host: string;
  port: number;
}

/** The settings in force. */
export function settings(env: NodeJS.ProcessEnv): Settings {
  const masthead = (env.MASTHEAD_URL ?? "http://127.0.0.1:4000").replace(/\/$/, "");
  const publicUrl = (env.MASTHEAD_PUBLIC_URL ?? masthead).replace(/\/$/, "");
  return {
    graphql: `${masthead}/graphql`,
    desk: `${masthead}/desk/graphql`,
    token: env.MASTHEAD_TOKEN,
    isRegistered: env.MASTHEAD_DOCUMENTS === "registered",
    public: publicUrl,
    ads: (env.MASTHEAD_ADS_ORIGIN ?? publicUrl).replace(/\/$/, ""),
    host: env.HOST ?? "127.0.0.1",
    port: Number(env.PORT ?? 3000),
  };
}
