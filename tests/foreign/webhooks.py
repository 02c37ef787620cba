#!/usr/bin/env python3
"""A thousand changes to a subscriber that is away, while the silo is killed four times; and signed calls of a device.

Nothing of the product is used but its process: signing and checking are Python's own. Says what it saw and ends with 1 when something is missing.
usage: webhooks.py FOLDER_WITH_SmartCare.Server.dll
"""
import base64, hashlib, hmac, http.client, http.server, json, os, signal, socket, subprocess, sys, tempfile, threading, time

CHANGES = 1_000
data, dll = tempfile.mkdtemp(prefix="smartcare-webhooks-"), os.path.join(sys.argv[1], "SmartCare.Server.dll")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


http_port, mqtt_port, receiver_port = free_port(), free_port(), free_port()


class Silo:
    def start(self):
        self.process = subprocess.Popen(
            ["dotnet", dll, "--demo", f"--Data:Path={data}", f"--Http:Port={http_port}", f"--Mqtt:Port={mqtt_port}", "--Notices:Allow=127.0.0.1"], stdout=subprocess.DEVNULL)
        while call("GET", "/readyz")[0] != 200:
            time.sleep(0.2)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def call(method, path, body=None, headers=None):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", http_port, timeout=20)
        raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        connection.request(method, path, raw, {**({"Content-Type": "application/json"} if raw else {}), **(headers or {})})
        answer = connection.getresponse()
        text = answer.read()
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        return answer.status, json.loads(text) if text[:1] in (b"{", b"[") else text.decode(), cookie
    except OSError:
        return 0, None, ""


def signed(secret, message, body, at=None):
    stamp = str(int(at or time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mark = base64.b64encode(hmac.new(key, f"{message}.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
    return {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": f"v1,{mark}"}


class Receiver(http.server.BaseHTTPRequestHandler):
    secret, taken, wrong, calls = "", [], 0, 0

    def do_POST(self):
        cls = Receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        expected = signed(cls.secret, self.headers["webhook-id"], body, float(self.headers["webhook-timestamp"]))["webhook-signature"]
        cls.wrong += not hmac.compare_digest(expected, self.headers["webhook-signature"])
        cls.calls += 1
        # Every two hundredth is refused once, and comes again after five seconds.
        good = cls.calls % 200 != 0
        if good:
            cls.taken.append((json.loads(body)["seq"], self.headers["webhook-id"]))
        self.send_response(200 if good else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def expect(what, good):
    print(("seen     " if good else "MISSING  ") + what, flush=True)
    failures.extend([] if good else [what])


failures, silo = [], Silo()
silo.start()
cookie = call("POST", "/api/session", {"user": "admin", "password": "admin"})[2]
as_admin = lambda method, path, body=None: call(method, path, body, {"Cookie": cookie})
webhook = as_admin("POST", "/api/webhooks", {"name": "away", "url": f"http://127.0.0.1:{receiver_port}/in", "sites": []})[1]
hook = as_admin("POST", "/api/hooks", {"deviceId": "call-101-1"})[1]
Receiver.secret = webhook["secret"]


def press(n, secret=None, at=None):
    body = json.dumps({"event": "sos", "n": n}).encode()
    message = f"evt-{n}"
    while True:
        status, answer, _ = call("POST", hook["path"], body, signed(secret or hook["secret"], message, body, at))
        if status not in (0, 429, 503):
            return status, answer
        time.sleep(0.3)


for n in range(CHANGES):
    press(n)
    if n in (CHANGES // 3, 2 * CHANGES // 3):
        silo.kill()
        silo.start()
        # Sent again by a sender who never got its answer.
        press(n)
presses = lambda: next(a["occurrences"] for a in as_admin("GET", "/api/alerts")[1]["items"] if a["kind"] == "help")
expect(f"{CHANGES} calls, two of them sent twice over a kill: {presses()} presses on one alert", presses() == CHANGES)
status, answer = press(CHANGES - 1)
expect(f"a replay: {status} {answer}", status == 200 and answer["repeated"] and presses() == CHANGES)
statuses = [press(CHANGES, secret="whsec_" + base64.b64encode(b"x" * 32).decode())[0], press(CHANGES, at=time.time() - 400)[0]]
counted = [line for line in call("GET", "/metrics")[1].splitlines() if line.startswith("smartcare_hook_refused_total")]
expect(f"a wrong signature and an old time: {statuses}; {counted}", statuses == [401, 401] and len(counted) == 2)

last = as_admin("GET", "/api/webhooks")[1]["items"][0]
print(f"         the subscriber is away: behind {last['behind']}, failing since {last['failingSince']}", flush=True)
server = http.server.ThreadingHTTPServer(("127.0.0.1", receiver_port), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
as_admin("PUT", f"/api/webhooks/{webhook['id']}", {"enabled": True})
began = time.monotonic()
newest = int([line for line in call("GET", "/metrics")[1].splitlines() if line.startswith("smartcare_alert_seq ")][0].split()[1])
for part in (1, 2):
    while len(Receiver.taken) < part * CHANGES // 3:
        time.sleep(0.05)
    print(f"         {len(Receiver.taken)} taken {time.monotonic() - began:.0f} s after the subscriber came back", flush=True)
    silo.kill()
    silo.start()
while not Receiver.taken or max(seq for seq, _ in Receiver.taken) < newest:
    time.sleep(0.1)
silo.kill()
seqs = [seq for seq, _ in Receiver.taken]
firsts = list(dict.fromkeys(seqs))
missing = sorted(set(range(firsts[0], newest + 1)) - set(firsts))
print(f"         changes {firsts[0]} to {newest}; {len(seqs)} taken, {len(seqs) - len(firsts)} of them again after a kill, {Receiver.calls - len(seqs)} refused with 503", flush=True)
expect(f"each change that was wanted, in order, over four kills: missing {missing}", not missing and firsts == sorted(firsts) and len(firsts) >= CHANGES)
expect(f"the same change has the same id: {len(set(Receiver.taken))} pairs", len(set(Receiver.taken)) == len(firsts))
expect(f"every signature holds: {Receiver.wrong} wrong", Receiver.wrong == 0)
sys.exit(1 if failures else 0)
