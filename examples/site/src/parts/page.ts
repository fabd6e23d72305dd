import { createContext, use } from "react";

import type { Context } from "../context.ts";

export const PageContext = createContext<Context | null>(null);

/** The page that is being drawn. */
export function usePage(): Context {
  const page = use(PageContext);
  if (!page) throw new Error("drawn outside of a page");
  return page;
}
