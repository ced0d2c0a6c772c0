export * from "./access";
export * from "./attempts";
export * from "./audit";
export * from "./connections";
export * from "./credentials";
export * from "./sms";
export * from "./users";
export * from "./wallets";
