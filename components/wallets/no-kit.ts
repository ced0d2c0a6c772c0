/** Stands where wagmi would load the kit of a single wallet; see `next.config.ts`. */
export {};
