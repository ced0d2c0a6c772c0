const WALLET = /^0x[0-9a-fA-F]{40}$/;

/** @returns whether a text has the shape of a wallet's address, in any case. */
export const isWalletShaped = (text: string): boolean => WALLET.test(text);

/** @returns an identifier for where there is little room: of a wallet's address both ends, any other as it is. */
export const shortIdentifier = (identifier: string): string =>
  isWalletShaped(identifier) ? `${identifier.slice(0, 6)}…${identifier.slice(-4)}` : identifier;
