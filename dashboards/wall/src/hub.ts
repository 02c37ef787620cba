import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import type { Alert, Beat } from './model/contract';
import { retryDelayMs } from './model/retry';
import { SERVER_SILENCE_MS } from './model/limits';

export interface HubEvents {
  alert(alert: Alert): void;
  beat(beat: Beat): void;
  /** A line stands, the first or a new one: nothing flows until `resume` is called on it. */
  up(): void;
  down(): void;
  /** The silo does not know this session any more. */
  unauthorized(): void;
}

export interface Hub {
  resume(afterSeq: number): Promise<{ seq: number }>;
  stop(): Promise<void>;
}

/** A line to the silo that is never given up: not at the first try, not after a loss, not after a polite close. */
export function openHub(events: HubEvents): Hub {
  let stopped = false;
  const connection = new HubConnectionBuilder()
    .withUrl('/hub/alerts', HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling)
    .withAutomaticReconnect({
      nextRetryDelayInMilliseconds: ({ previousRetryCount, retryReason }) =>
        isUnauthorized(retryReason) ? null : retryDelayMs(previousRetryCount),
    })
    .configureLogging(LogLevel.None)
    .build();
  connection.serverTimeoutInMilliseconds = SERVER_SILENCE_MS;
  connection.keepAliveIntervalInMilliseconds = 2_000;

  connection.on('alert', (alert: Alert) => events.alert(alert));
  connection.on('beat', (beat: Beat) => events.beat(beat));
  connection.onreconnecting(() => events.down());
  connection.onreconnected(() => events.up());
  connection.onclose(() => {
    events.down();
    if (!stopped) void start();
  });
  void start();

  async function start(): Promise<void> {
    for (let tries = 0; !stopped && connection.state === HubConnectionState.Disconnected; tries++) {
      try {
        await connection.start();
        events.up();
        return;
      } catch (failure) {
        if (stopped) return;
        if (isUnauthorized(failure)) return events.unauthorized();
        await new Promise((wake) => setTimeout(wake, retryDelayMs(tries)));
      }
    }
  }

  return {
    resume: (afterSeq) => connection.invoke<{ seq: number }>('Resume', afterSeq),
    stop: () => {
      stopped = true;
      return connection.stop();
    },
  };
}

function isUnauthorized(failure: unknown): boolean {
  if (typeof failure !== 'object' || failure === null) return false;
  return 'statusCode' in failure ? failure.statusCode === 401 : 'message' in failure && /\b401\b/.test(String(failure.message));
}
