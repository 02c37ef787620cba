// A real silo for what is measured or pictured: the demo home on free ports, in a folder of its own that goes with it.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `dotnet build -c Release` makes of a project, by its folder below the root. */
export const built = (project) => {
  const name = project.split('/').at(-1);
  return fileURLToPath(new URL(`../../../${project}/bin/Release/net10.0/${name}.dll`, import.meta.url));
};

/** @returns {Promise<{http: string, mqtt: number, pause(): void, stop(): Promise<void>}>} `pause`: it hears and says nothing any more, as a machine that hangs. */
export async function startSilo(server = built('src/SmartCare.Server')) {
  const folder = mkdtempSync(join(tmpdir(), 'smartcare-wall-'));
  const silo = spawn('dotnet', [server, '--Demo=true', `--Data:Path=${folder}`, '--Http:Port=0', '--Mqtt:Port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { http, mqtt } = await new Promise((up, refused) => {
    let said = '';
    silo.stdout.on('data', (bytes) => {
      said += bytes;
      const found = /SmartCare is up\. Wall: (\S+?)\/?\s+MQTT: mqtt:\/\/[^:]+:(\d+)/.exec(said);
      if (found) up({ http: found[1], mqtt: Number(found[2]) });
    });
    silo.once('exit', (code) => refused(new Error(`the silo ended with ${code}:\n${said}`)));
  });
  return {
    http, mqtt,
    pause: () => silo.kill('SIGSTOP'),
    async stop() {
      silo.kill('SIGCONT');
      silo.kill('SIGTERM');
      await new Promise((gone) => silo.once('exit', gone));
      rmSync(folder, { recursive: true });
    },
  };
}

/** Asks the API as a user of the demo, whose password is the name. */
export async function signedIn(http, user) {
  const answer = await fetch(`${http}/api/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user, password: user }) });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  return async (method, path, body, type = 'application/json') => {
    const headers = { Cookie: cookie, 'Content-Type': type };
    const said = await fetch(http + path, { method, headers, ...(body === undefined ? {} : { body: type === 'application/json' ? JSON.stringify(body) : body }) });
    if (!said.ok) throw new Error(`${method} ${path}: ${said.status} ${await said.text()}`);
    return said.status === 204 ? null : said.json();
  };
}
