"use server";

import { savePart } from "../save-settings";

export const saveWalletsAction = savePart("wallet", ["base", "metamask", "coinbase", "okx", "other"]);
export const saveNetworksAction = savePart("wallet", ["chains"]);
export const saveRestrictionsAction = savePart("wallet", ["allowOnly", "allowed", "blocked"]);
