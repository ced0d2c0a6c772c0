import { test, whyNoDisk } from "./arena";
import { FAULTS } from "./faults";
import { play } from "./play";

const why = whyNoDisk();
test.skip(why !== undefined, why);
test.use({ diskMegabytes: why ? 0 : 160 });

for (const fault of FAULTS.filter(({ needsDisk }) => needsDisk)) play(fault);
