/** Milliseconds before each further attempt. */
const patience = [1000, 4000, 15000];

/**
 * Tells that something happened. An answer means that it is on the disk; without one it is told
 * again, and what is told twice counts once.
 */
export async function tell(method: "GET" | "POST", address: string): Promise<void> {
  for (const wait of [...patience, null]) {
    try {
      // The request outlives the page.
      const response = await fetch(address, { method, keepalive: true, credentials: "omit" });
      if (response.status < 500) return;
    } catch {
      // out of reach for now
    }
    if (wait === null) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
