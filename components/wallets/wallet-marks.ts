import type { Logo } from "@/components/auth/social-icon";
import type { WalletApp } from "@/lib/settings/wallet";

/** Plain marks by which people tell the wallets apart, drawn for this page. */
export const walletMarks: Record<WalletApp, Logo> = {
  base: [
    {
      path: "M4.5 2h15A2.5 2.5 0 0 1 22 4.5v15a2.5 2.5 0 0 1-2.5 2.5h-15A2.5 2.5 0 0 1 2 19.5v-15A2.5 2.5 0 0 1 4.5 2z",
      color: "#2a5cff",
    },
  ],
  metamask: [
    {
      path: "M2 2.5 10 8h4l8-5.5-1.6 8 1.4 6.2-2.5 4.8-5.1-1.4-1.2.9h-2l-1.2-.9-5.1 1.4-2.5-4.8 1.4-6.2z",
      color: "#f5841f",
    },
    { path: "M3.6 10.5 9 11.6l1 4.7-4.9-.3zM20.4 10.5 15 11.6l-1 4.7 4.9-.3z", color: "#c8601a" },
    { path: "M9.8 20.1 10 18h4l.2 2.1-1.2.9h-2z", color: "#24272a" },
  ],
  coinbase: [
    { path: "M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22z", color: "#2a5cff" },
    {
      path: "M12 4.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10.4 9.4h3.2a1 1 0 0 1 1 1v3.2a1 1 0 0 1-1 1h-3.2a1 1 0 0 1-1-1v-3.2a1 1 0 0 1 1-1z",
      color: "#fff",
    },
    { path: "M10.4 9.4h3.2a1 1 0 0 1 1 1v3.2a1 1 0 0 1-1 1h-3.2a1 1 0 0 1-1-1v-3.2a1 1 0 0 1 1-1z", color: "#2a5cff" },
  ],
  okx: [{ path: "M3 3h6v6H3zM15 3h6v6h-6zM9 9h6v6H9zM3 15h6v6H3zM15 15h6v6h-6z" }],
  other: [
    {
      path: "M5 4h12a2 2 0 0 1 2 2v1h.5A1.5 1.5 0 0 1 21 8.500v9.500a2 2 0 0 1-2 2H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zm0 2a1 1 0 0 0 0 2h12V6zm11.500 6a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z",
    },
  ],
};
