// Storage may be closed to us, and then nothing is kept: readers are asked again.

/** What was kept under a name. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps something; whether it is kept now. */
export function keep(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

/** Lets something go. */
export function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // then it was never kept
  }
}
