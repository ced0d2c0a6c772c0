import { TickBox } from "./tick-box";

/** The box that spares this browser the second step for a while. */
export const TrustBrowser = ({ days }: { days: number }) => (
  <TickBox name="trustBrowser" ticked={false}>
    Don't ask again on this browser for {days === 1 ? "1 day" : `${days} days`}
  </TickBox>
);
