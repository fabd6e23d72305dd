// All that pages do with JavaScript. They are whole without it.
import { fillSlots } from "./ads/fill.ts";
import { offerChoices } from "./choices.ts";
import { offerEmbeds } from "./embeds.ts";
import { offerMore } from "./more.ts";

offerEmbeds(document);
offerMore(document);
offerChoices(document);
void fillSlots(document);
