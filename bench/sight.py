"""From a code in view to the painted verdict, by a fake camera: alone and linked; a dead reload.

The page itself says when a frame with a code was first drawn and when a verdict was painted; what a
lens, a hand and a screen add is not in it.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from muster.doors.web.serving import prepare
from muster.ground.people.moment import HOUR
from tests.web.film import RATE, Film, Frame
from tests.web.gatehouse import Served, Tablet, browser_with, gatehouse, tablet
from tests.world.gates import Gates, Ticket

ON, OFF = 12, 12
SHOWN = 1_000 * ON / RATE
"""Milliseconds for which a code is in view; one that is not read in them is missed."""
WATCH = """() => {
  const video = document.getElementById("eye");
  const verdict = document.getElementById("verdict");
  const brush = new OffscreenCanvas(32, 32).getContext("2d", { willReadFrequently: true });
  window.seen = [];
  window.painted = [];
  let was = false;
  const look = (at) => {
    const side = Math.min(video.videoWidth, video.videoHeight) / 2;
    const from = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side];
    brush.drawImage(video, ...from, 0, 0, 32, 32);
    const { data } = brush.getImageData(0, 0, 32, 32);
    const grey = Array.from({ length: 1024 }, (_, one) => data[one * 4]);
    const is = Math.max(...grey) - Math.min(...grey) > 60;
    if (is && !was) window.seen.push(at);
    was = is;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  new MutationObserver(() => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.painted.push(performance.now());
    channel.port2.postMessage(null);
  })).observe(verdict, { attributes: true, attributeFilter: ["data-number"] });
}"""


def measure(codes: int = 20) -> dict[str, float]:
    """Return p50 and p95 in milliseconds, alone and linked, and the reload without a server."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        world = gatehouse(Path(folder) / "site")
        try:
            return _measured(world, Path(folder), codes)
        finally:
            world.site.close()


def _measured(world: Gates, folder: Path, codes: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in ("linked", "alone"):
        tickets = [world.issued(2) for _ in range(codes)]
        world.tick(HOUR)
        path = Film().write(folder / f"{name}.y4m", _frames(tickets))
        served = Served(world)
        flag = f"--use-file-for-fake-video-capture={path}"
        with browser_with(flag) as chrome, tablet(chrome, served.start()) as east:
            east.start()
            east.linked()
            if name == "alone":
                east.polled()
                served.end()
                east.linked(is_linked=False)
            found |= {f"{name}_{part}": it for part, it in _latencies(east, codes).items()}
            if name == "alone":
                found["reload_ms"] = _reloaded(east)
        served.end()
    return found


def _frames(tickets: list[Ticket]) -> list[Frame]:
    film = Film()
    shown = ([film.grey] * OFF + [film.shown(one.text)] * ON for one in tickets)
    return [frame for some in shown for frame in some]


def _latencies(east: Tablet, codes: int) -> Mapping[str, float]:
    east.page.evaluate(WATCH)
    east.page.wait_for_timeout(1_000 * codes * (ON + OFF) / RATE)
    seen, painted = east.page.evaluate("() => [window.seen, window.painted]")
    after = [min((at - one for at in painted if at > one), default=9_999.0) for one in seen[1:-1]]
    taken = sorted(one for one in after if one < SHOWN)
    return {
        "p50_ms": taken[len(taken) // 2],
        "p95_ms": taken[int(len(taken) * 0.95)],
        "read": len(taken) / len(after),
    }


def _reloaded(east: Tablet) -> float:
    begun = perf_counter()
    east.page.reload()
    east.page.wait_for_selector("#resume", state="visible")
    return 1_000 * (perf_counter() - begun)


if __name__ == "__main__":
    for what, figure in measure().items():
        print(f"{what}: {figure:.2f}")
