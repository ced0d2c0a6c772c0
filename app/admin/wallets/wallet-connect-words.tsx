/** What stands behind “Other wallets”, and what it takes to reach wallets that are on another device. */
export function WalletConnectWords({ hasProject }: { hasProject: boolean }) {
  return (
    <>
      Whatever else the browser has.{" "}
      {hasProject ? (
        "Those on a phone, too: WALLETCONNECT_PROJECT_ID is set."
      ) : (
        <>
          For those on a phone, set WALLETCONNECT_PROJECT_ID; a project costs nothing at{" "}
          <a
            href="https://cloud.walletconnect.com"
            target="_blank"
            rel="noopener noreferrer"
            className="underline underline-offset-4"
          >
            cloud.walletconnect.com
          </a>
          .
        </>
      )}
    </>
  );
}
