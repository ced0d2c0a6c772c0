import "server-only";
import Redis from "ioredis";

/** How long Redis may take, to connect included, before it counts as gone: nobody waits longer than once. */
const PATIENCE_MS = 500;
const LOOK_AGAIN_MS = 1000;

/**
 * A Redis for rate limits that may be gone, slow or read-only at any time, and comes back by itself. The beginning and
 * the end of an outage are one line each in the log.
 */
export class RateLimitRedis {
  readonly client: Redis;
  private away = false;
  private backAt = Number.NEGATIVE_INFINITY;

  /** Connects with the first command. @param now the clock, in milliseconds. */
  constructor(
    url: string,
    private readonly now: () => number = Date.now,
  ) {
    this.client = new Redis(url, {
      lazyConnect: true,
      connectTimeout: PATIENCE_MS,
      commandTimeout: PATIENCE_MS,
      maxRetriesPerRequest: 0,
      // A connection that was only idle for too long is back before anybody notices.
      retryStrategy: () => (this.away ? LOOK_AGAIN_MS : 50),
    });
    this.client.on("error", (error) => this.lose(error));
    this.client.on("ready", () => this.away && this.find());
  }

  /**
   * @param seconds how long what a limit counts is kept.
   * @returns whether the limit is counted here. After an outage it is once everything counted elsewhere meanwhile has run
   * out: a Redis that has lost its memory would else allow a third time what it and Postgres have allowed already.
   */
  holds(seconds: number): boolean {
    return !this.away && this.now() - this.backAt >= seconds * 1000;
  }

  /** Tells that a command has failed. From now on nothing is counted here. */
  lose(error: Error): void {
    if (!this.away) {
      this.away = true;
      console.error("Redis (REDIS_URL) does not answer: rate limits are counted in Postgres.", error);
    }
    // A stopped server, or one that has become a replica, keeps its connections.
    if (this.client.status === "ready") this.client.disconnect(true);
  }

  /** A server that accepts connections may still be read-only or full. */
  private find(): void {
    this.client.set("rate-limits-can-be-written", "", "EX", 1).then(
      () => {
        this.away = false;
        this.backAt = this.now();
        console.warn("Redis (REDIS_URL) answers again: each rate limit returns to it within its own duration.");
      },
      (error) => this.lose(error),
    );
  }
}
