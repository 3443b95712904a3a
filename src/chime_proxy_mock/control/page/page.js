"use strict";

const REFRESH_MILLISECONDS = 2000;
const message = document.getElementById("message");

function argumentsOf(form) {
  const entries = [];
  for (const field of form.elements) {
    if (field.name && field.value !== "") {
      entries.push([field.name, field.type === "number" ? Number(field.value) : field.value]);
    }
  }
  return Object.fromEntries(entries);
}

async function runCommand(form) {
  const response = await fetch(form.dataset.command, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(argumentsOf(form)),
  });
  const answer = await response.json();
  message.textContent = response.ok ? `Done: ${form.dataset.command}` : answer.error;
  await refresh();
}

// Replaces what has changed and nothing else, so that focus and open details stay.
async function refresh() {
  const response = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-refresh]")) {
    const successor = fresh.getElementById(part.id);
    if (!successor || part.contains(document.activeElement)) {
      continue;
    }
    for (const details of part.querySelectorAll("details[open]")) {
      const same = fresh.getElementById(details.id);
      if (same) {
        same.open = true;
      }
    }
    if (part.innerHTML !== successor.innerHTML) {
      part.replaceChildren(...successor.childNodes);
    }
  }
}

function report(error) {
  message.textContent = `The server does not answer: ${error.message}`;
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.closest("[data-refresh]")) {
    // The button that was pressed is in a part that is about to be replaced.
    document.activeElement.blur();
  }
  runCommand(event.target).catch(report);
});

async function keepFresh() {
  if (!document.hidden) {
    await refresh().catch(report);
  }
  setTimeout(keepFresh, REFRESH_MILLISECONDS);
}

setTimeout(keepFresh, REFRESH_MILLISECONDS);
