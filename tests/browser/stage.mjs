// What the tests of the news site share: the servers, the browser, and where the pages are.
import { after, before } from "node:test";

import { pathsOf } from "./paths.mjs";
import { startBrowser, startMasthead, startSite } from "./support.mjs";

/** Everything that runs during the tests of a file. */
export const stage = {};

before(async () => {
  stage.masthead = await startMasthead();
  stage.site = await startSite(stage.masthead.url);
  stage.browser = await startBrowser();
  stage.own = [stage.site.url, stage.masthead.url];
  stage.paths = await pathsOf(stage.masthead);
});

after(async () => {
  await stage.browser?.close();
  await stage.site?.stop();
  await stage.masthead?.stop();
});
