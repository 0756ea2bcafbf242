// A file goes to the site as it is, piece by piece; the bar says how much of it has gone. What a
// form says beside the file goes in headers of ours: an address would be kept by others.
"use strict";

const form = document.getElementById("sending");
const field = form.querySelector("input[type=file]");
const bar = document.getElementById("gone");
const going = document.getElementById("going");
const came = document.getElementById("came");
const SHOWN = [200, 409, 422];

function sent(event) {
  const [n, all] = [event.loaded, event.total].map((size) => Math.ceil(size / 1024));
  bar.max = event.total;
  bar.value = event.loaded;
  going.textContent = form.dataset.going.replace("{n}", n).replace("{all}", all);
}

function over() {
  bar.hidden = true;
  going.textContent = "";
  form.querySelector("button").disabled = false;
}

function tell(answer) {
  over();
  came.textContent = "";
  const way = answer.status === 204 && answer.getResponseHeader("HX-Redirect");
  if (way) {
    location.assign(way);
  } else if (SHOWN.includes(answer.status)) {
    came.innerHTML = answer.responseText;
  } else {
    came.textContent = form.dataset.failed;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!field.files.length) {
    field.focus();
    return;
  }
  const request = new XMLHttpRequest();
  request.open("POST", form.dataset.take);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  for (const said of form.querySelectorAll("[data-header]")) {
    request.setRequestHeader(said.dataset.header, encodeURIComponent(said.value));
  }
  request.upload.addEventListener("progress", sent);
  request.addEventListener("load", () => tell(request));
  request.addEventListener("error", () => tell(request));
  bar.hidden = false;
  bar.value = 0;
  form.querySelector("button").disabled = true;
  request.send(field.files[0]);
});

// The name of the file is offered as the name of the list: the same name means the same list again.
const named = form.querySelector("[data-header=Muster-List]");
if (named) {
  field.addEventListener("change", () => {
    if (field.files.length && !named.value) named.value = field.files[0].name;
  });
}
