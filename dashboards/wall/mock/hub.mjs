// As much of the SignalR JSON protocol over WebSocket as the wall speaks.

import { WebSocketServer } from 'ws';

const END = '\x1e';

/** `switches.beats` off makes every wall blind; `switches.up` off refuses new lines. */
export function startHub(server, alertStore, switches, isSignedIn) {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!switches.up || !isSignedIn(request)) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (line) => serve(line));
  });
  setInterval(() => {
    if (!switches.beats) return;
    for (const line of sockets.clients) {
      if (line.ready) invoke(line, 'beat', { now: new Date().toISOString(), seq: alertStore.seq, health: { ok: switches.problems.length === 0, problems: switches.problems } });
    }
  }, 1000);

  function serve(line) {
    const live = (alert) => invoke(line, 'alert', alert);
    line.on('close', () => alertStore.listeners.delete(live));
    line.on('message', (data) => {
      for (const text of String(data).split(END).filter(Boolean)) {
        const message = JSON.parse(text);
        if (message.protocol) {
          line.send(`{}${END}`);
          line.ready = true;
        } else if (message.type === 6) {
          if (switches.beats) line.send(`{"type":6}${END}`);
        } else if (message.type === 1 && message.target === 'Resume') {
          line.send(JSON.stringify({ type: 3, invocationId: message.invocationId, result: { seq: alertStore.seq } }) + END);
          for (const change of alertStore.changes) if (change.seq > message.arguments[0]) live(change);
          alertStore.listeners.add(live);
        }
      }
    });
  }

  return { drop: () => sockets.clients.forEach((line) => line.terminate()) };
}

const invoke = (line, target, argument) => line.send(JSON.stringify({ type: 1, target, arguments: [argument] }) + END);
