// All that pages do with JavaScript. They are whole without it.
import { offerEmbeds } from "./embeds.ts";
import { offerMore } from "./more.ts";

offerEmbeds(document);
offerMore(document);
