import { TickBox } from "./tick-box";

/** The box that ends the person's other sessions along with the change of password. */
export const SignOutOthers = ({ ticked }: { ticked: boolean }) => (
  <TickBox name="signOutOthers" ticked={ticked}>
    Sign out everywhere else
  </TickBox>
);
