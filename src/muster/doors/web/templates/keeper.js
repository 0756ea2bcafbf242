// Keeps the scan page for when there is no link: one build, all or nothing. A new build waits until
// a shift starts. Nothing else is ever kept: no session, no answer, no name. It asks without the
// session: a browser may call itself otherwise here than on its pages, and one that moved is over.
const CACHE = "scan-{{ build }}";
const PAGE = "{{ page }}";
const KEPT = {{ kept|safe }};

addEventListener("install", (event) => {
  const all = [PAGE, ...KEPT].map((way) => new Request(way, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(all)));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("scan-") && name !== CACHE;
  const drop = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(drop.then(() => clients.claim()));
});

addEventListener("message", ({ data }) => data === "take" && skipWaiting());

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { pathname, origin } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (pathname !== PAGE && !KEPT.includes(pathname)) return;
  const kept = caches.open(CACHE).then((cache) => cache.match(pathname));
  event.respondWith(kept.then((found) => found ?? fetch(event.request)));
});
