import { usePage } from "./page.ts";

/**
 * What this site keeps in the browser, and the reader's word on it. Nothing is kept before there
 * is one, so nobody has to be asked before they read. Browsers make it work: `src/browser`.
 */
export function Choices() {
  const { words } = usePage();
  return (
    <details className="choices" id="choices">
      <summary>{words.choices}</summary>
      <form data-choices="" data-saved={words.saved}>
        <fieldset disabled>
          <legend>{words.adChoice}</legend>
          <label>
            <input type="radio" name="ads" value="DENIED" /> {words.adChoiceNo}
          </label>
          <label>
            <input type="radio" name="ads" value="FULL" /> {words.adChoiceYes}
          </label>
        </fieldset>
        <fieldset disabled>
          <legend>{words.embedChoice}</legend>
          <ul data-shown="" />
          <template>
            <li>
              <span data-name="" /> <button type="button">{words.embedForget}</button>
            </li>
          </template>
        </fieldset>
        <p>
          <output />
        </p>
      </form>
    </details>
  );
}
