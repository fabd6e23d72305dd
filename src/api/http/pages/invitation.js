"use strict";
// Takes up an invitation: its secret stands behind the # of the address, where no server sees it.

const form = document.getElementById("form");
const said = document.getElementById("said");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const body = { invitation: location.hash.slice(1), password: form.elements.password.value };
  try {
    const response = await fetch("/auth/accept-invitation", {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) {
      form.hidden = true;
      said.textContent = "Done. Sign in at your newsroom's desk with your e-mail address and this password.";
      history.replaceState(null, "", location.pathname);
      return;
    }
    const problem = await response.json();
    const found = (problem.errors ?? []).map((error) => error.message);
    said.textContent = found.length > 0 ? found.join(" ") : problem.detail;
  } catch {
    said.textContent = "The server cannot be reached. Try again.";
  }
  button.disabled = false;
});
