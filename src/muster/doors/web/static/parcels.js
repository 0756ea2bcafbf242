// A parcel goes to the site as it is, piece by piece; the bar says how much of it has gone.
"use strict";

const form = document.getElementById("taking");
const field = document.getElementById("parcel");
const bar = document.getElementById("gone");
const going = document.getElementById("going");
const came = document.getElementById("came");

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
  if (answer.status === 200 || answer.status === 409 || answer.status === 422) {
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
  request.upload.addEventListener("progress", sent);
  request.addEventListener("load", () => tell(request));
  request.addEventListener("error", () => tell(request));
  bar.hidden = false;
  bar.value = 0;
  form.querySelector("button").disabled = true;
  request.send(field.files[0]);
});
