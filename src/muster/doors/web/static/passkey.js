// A security key: what the site asks stands in the form, and what the key answers goes back in it.
"use strict";

const form = document.getElementById("key");
const wrong = document.getElementById("key-wrong");

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const described = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function read(asked) {
  const options = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) {
    options.user = { ...asked.user, id: bytes(asked.user.id) };
    options.excludeCredentials = described(asked.excludeCredentials);
  } else {
    options.allowCredentials = described(asked.allowCredentials);
  }
  return options;
}

function told(made) {
  const answer = made.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  if (answer.attestationObject) {
    response.attestationObject = text(answer.attestationObject);
  } else {
    response.authenticatorData = text(answer.authenticatorData);
    response.signature = text(answer.signature);
    if (answer.userHandle) response.userHandle = text(answer.userHandle);
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
}

async function ask(event) {
  event.preventDefault();
  wrong.textContent = "";
  try {
    const publicKey = read(JSON.parse(form.dataset.asked));
    const way = publicKey.user ? "create" : "get";
    form.elements.answer.value = told(await navigator.credentials[way]({ publicKey }));
    form.submit();
  } catch {
    wrong.textContent = form.dataset.wrong;
  }
}

if (window.PublicKeyCredential) {
  form.addEventListener("submit", ask);
} else {
  wrong.textContent = form.dataset.absent;
  form.querySelector("button").disabled = true;
}
