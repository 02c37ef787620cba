// What this browser remembers. A kiosk may forbid storage: then the wall forgets, and works.

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`smartcare.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`smartcare.${key}`, value);
  } catch {
    // Nothing to do: the choice lasts until the page is closed.
  }
}
