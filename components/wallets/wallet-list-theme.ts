import { lightTheme } from "@rainbow-me/rainbowkit";

const base = lightTheme({ overlayBlur: "none" });

/** RainbowKit in the tokens of the page, which are light or dark by themselves. It takes no slashes (`rgb(0 0 0 / 50%)`). */
export const listTheme: typeof base = {
  ...base,
  colors: {
    ...base.colors,
    accentColor: "var(--primary)",
    accentColorForeground: "var(--primary-foreground)",
    actionButtonBorder: "var(--border)",
    actionButtonBorderMobile: "var(--border)",
    actionButtonSecondaryBackground: "var(--secondary)",
    closeButton: "var(--muted-foreground)",
    closeButtonBackground: "var(--secondary)",
    downloadBottomCardBackground: "var(--muted)",
    downloadTopCardBackground: "var(--muted)",
    error: "var(--destructive)",
    generalBorder: "var(--border)",
    generalBorderDim: "var(--border)",
    menuItemBackground: "var(--accent)",
    modalBackdrop: "rgba(0, 0, 0, 0.5)",
    modalBackground: "var(--card)",
    modalBorder: "var(--border)",
    modalText: "var(--foreground)",
    modalTextDim: "var(--muted-foreground)",
    modalTextSecondary: "var(--muted-foreground)",
    profileAction: "var(--secondary)",
    profileActionHover: "var(--accent)",
    profileForeground: "var(--card)",
    selectedOptionBorder: "var(--border)",
    standby: "var(--muted-foreground)",
  },
  fonts: { body: "var(--font)" },
  radii: {
    actionButton: "var(--radius)",
    connectButton: "var(--radius)",
    menuButton: "var(--radius)",
    modal: "calc(var(--radius) + 6px)",
    modalMobile: "calc(var(--radius) + 6px)",
  },
  shadows: {
    ...base.shadows,
    dialog: "0 8px 32px rgba(0, 0, 0, 0.24)",
    selectedOption: "none",
    selectedWallet: "none",
    walletLogo: "none",
  },
};
