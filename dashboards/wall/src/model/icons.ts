import type { IncidentKind, Kind } from './contract';

/** One line drawing per kind of alert and incident on a 24 by 24 field: the shape tells what the colour tells. */
export const ICONS: Readonly<Record<Kind | IncidentKind | 'calm', string>> = {
  fire: 'M12 3c1 4 6 5.5 6 11a6 6 0 0 1-12 0c0-3 1.5-4.5 2.5-6 .5 2 1.5 2.5 2 2.5C11 8.5 10.5 5.5 12 3z',
  gas: 'M6.5 18h11a4 4 0 0 0 .5-8 6 6 0 0 0-11.5-.5A4.3 4.3 0 0 0 6.5 18zM8 21.5h.01M12 21.5h.01M16 21.5h.01',
  co: 'M10 8.5a4 4 0 1 0 0 7M17 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8',
  water: 'M12 3c3.5 4.5 6 7.5 6 11a6 6 0 0 1-12 0c0-3.5 2.5-6.5 6-11zM9.5 15a2.8 2.8 0 0 0 2.5 2.5',
  help: 'M12 3a6 6 0 0 0-6 6v5l-2 3h16l-2-3V9a6 6 0 0 0-6-6zM9.5 20.5h5',
  fall: 'M5 5.5a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0M8 10l4 3.5 5.5 0M8 10l-2 5M12 13.5l2 5M3 21h18',
  inactivity: 'M12 4a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8v5l3.5 2M9 1.5h6',
  wandering: 'M13 4H5v16h8M10 12h11M17 8l4 4-4 4',
  vitals: 'M2 12.5h5l2.5-7 4.5 13 2.5-6H22',
  environment: 'M10 14V5a2.5 2.5 0 0 1 5 0v9a4.5 4.5 0 1 1-5 0zM12.5 9v9',
  offline: 'M3 3l18 18M5 12.5a10 10 0 0 1 5-2.8M19 12.5a10 10 0 0 0-3-2M8.5 16a5 5 0 0 1 7 0M2 9a15 15 0 0 1 4-2.6M22 9A15 15 0 0 0 11 5M12 20h.01',
  battery: 'M3 8h15v8H3zM21 10.5v3M6.5 10.5v3',
  tamper: 'M6 11h12v9H6zM9 11V8a3.5 3.5 0 0 1 6.8-1.2M12 14.5v2.5',
  fault: 'M14.5 6.5a4.5 4.5 0 0 0-6 5.6L3 17.6 6.4 21l5.5-5.5a4.5 4.5 0 0 0 5.6-6l-2.9 2.9-2.5-.5-.5-2.5z',
  system: 'M4 4.5h16v6H4zM4 13.5h16v6H4zM8 7.5h.01M8 16.5h.01',
  power: 'M13.5 2.5L5 13.5h6l-1.5 8 8.5-11h-6z',
  gateway: 'M4 14h16v6.5H4zM8 17.2h.01M12 17.2h.01M7 10.5a7 7 0 0 1 2-2.6M17 10.5a7 7 0 0 0-2-2.6M3 3l18 18',
  flood: 'M9 3h12v9M6 7h12v9M3 11h12v9.5H3z',
  left: 'M3 7h18M3 12h12M3 17h7M18 15v6M15 18h6',
  calm: 'M5 12.5l4.5 4.5L19 7.5',
};
