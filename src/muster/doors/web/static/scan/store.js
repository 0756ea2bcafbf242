// What this tablet keeps for one shift: its key, what the site gave it, its own log until the site
// holds it, and the uses it saw. Never a name of anybody. Every write is on disk before it counts.
const NAME = "muster-scan";
const STRICT = { durability: "strict" };

function settled(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function finished(transaction) {
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
    transaction.onerror = () => failed(transaction.error);
  });
}

export async function open(factory = indexedDB) {
  const asked = factory.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("kept");
    asked.result.createObjectStore("log", { keyPath: "id", autoIncrement: true });
    asked.result.createObjectStore("uses", { autoIncrement: true });
    asked.result.createObjectStore("tray", { keyPath: "id" });
  };
  return new Store(await settled(asked));
}

// What the enrolment page keeps (docs/format/device.md), or nothing.
export async function enrolled(factory = indexedDB) {
  const asked = factory.open("muster-device", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("own");
  const database = await settled(asked);
  const found = await settled(database.transaction("own").objectStore("own").get("own"));
  database.close();
  return found ?? null;
}

export class Store {
  constructor(database) {
    this.database = database;
  }

  get(name) {
    return settled(this.database.transaction("kept").objectStore("kept").get(name));
  }

  async put(entries) {
    const turn = this.database.transaction("kept", "readwrite", STRICT);
    for (const [name, value] of Object.entries(entries)) turn.objectStore("kept").put(value, name);
    await finished(turn);
  }

  // Keep one entry as the next of its log, or answer false where another page wrote meanwhile.
  async append(name, before, entry, use = null) {
    const turn = this.database.transaction(["kept", "log", "uses"], "readwrite", STRICT);
    const kept = turn.objectStore("kept");
    const head = await settled(kept.get(name));
    if ((head?.sequence ?? 0) !== before.sequence) {
      turn.abort();
      return false;
    }
    kept.put(entry.head, name);
    turn.objectStore("log").add(entry.row);
    if (use) turn.objectStore("uses").add(use);
    await finished(turn);
    return true;
  }

  uses() {
    return settled(this.database.transaction("uses").objectStore("uses").getAll());
  }

  waiting() {
    return settled(this.database.transaction("log").objectStore("log").count());
  }

  oldest(count) {
    return settled(this.database.transaction("log").objectStore("log").getAll(null, count));
  }

  // Let go of what the site holds; what it could not take goes to the tray, and blocks nothing.
  async gone(held, refused = []) {
    const turn = this.database.transaction(["log", "tray"], "readwrite", STRICT);
    const log = turn.objectStore("log");
    for (const id of held) log.delete(id);
    for (const row of refused) {
      turn.objectStore("tray").put(row);
      log.delete(row.id);
    }
    await finished(turn);
  }

  async tray() {
    return settled(this.database.transaction("tray").objectStore("tray").count());
  }

  async empty(name) {
    const turn = this.database.transaction(name, "readwrite", STRICT);
    turn.objectStore(name).clear();
    await finished(turn);
  }

  // A shift is over and nothing waits: keys and lists go. Where a log ended stays: a tablet that is
  // enrolled for longer goes on from there.
  async forget() {
    const turn = this.database.transaction(["kept", "uses"], "readwrite", STRICT);
    for (const name of ["own", "shift", "given", "second", "tries", "last"]) {
      turn.objectStore("kept").delete(name);
    }
    turn.objectStore("uses").clear();
    await finished(turn);
  }

  // All of it, and what the enrolment page keeps.
  async wipe(factory = indexedDB) {
    const names = ["kept", "log", "uses", "tray"];
    const turn = this.database.transaction(names, "readwrite", STRICT);
    for (const name of names) turn.objectStore(name).clear();
    await finished(turn);
    factory.deleteDatabase("muster-device");
  }
}
